import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
import{forMarkdownCode}from"./chunk-OKAEHF4Z.js";import{forTerminal,withoutControls}from"./chunk-2LB66AQJ.js";function forCsv(text){let plain=withoutControls(text);return`"${(/^\s*[=+\-@|%]/.test(plain)?`'${plain}`:plain).replaceAll('"','""')}"`}var signs={opened:"+",closed:"-",changed:"~"};function renderChangesText(changes){return`${[...changes.map(change=>{let ports=change.kind==="changed"?`${change.before} -> ${change.after}`:change.kind==="opened"?change.after:change.before;return`${signs[change.kind]} ${forTerminal(change.source)} => ${forTerminal(change.destination)} : ${forTerminal(ports)}`}),countLine(countChanges(changes))].join(`
`)}
`}function renderChangesMarkdown(changes,limit=50,counts=countChanges(changes)){if(changes.length===0)return`${countLine(counts)}
`;let rows=changes.slice(0,limit).map(change=>`| ${change.kind} | ${forMarkdownCode(change.source)} | ${forMarkdownCode(change.destination)} | ${forMarkdownCode(change.before)} | ${forMarkdownCode(change.after)} |`),hidden=counts.opened+counts.closed+counts.changed-rows.length,more=hidden>0?`
${hidden} more are not shown.
`:"";return`${countLine(counts)}

| | from | to | before | after |
|---|---|---|---|---|
${rows.join(`
`)}
${more}`}function renderChangesCsv(changes){return`${["change,src,dst,before,after",...changes.map(({kind,source,destination,before,after})=>[kind,source,destination,before,after].map(forCsv).join(","))].join(`
`)}
`}function renderChangesJson(changes){return`${JSON.stringify(changes,null,2)}
`}function countChanges(changes){let count=kind=>changes.filter(change=>change.kind===kind).length;return{opened:count("opened"),closed:count("closed"),changed:count("changed")}}function countLine({opened,closed,changed}){return`${opened} opened, ${closed} closed, ${changed} changed`}function renderReachMermaid(graph){let ids=new Map(graph.nodes.map((node,index)=>[node,`n${index}`])),lines=["flowchart LR"];for(let[node,id]of ids)lines.push(`  ${id}["${escaped(node)}"]`);for(let edge of graph.edges){let arrow=edge.kind==="unknown"?"-.->":"-->";lines.push(`  ${ids.get(edge.from)} ${arrow}|"${escaped(edge.label)}"| ${ids.get(edge.to)}`)}return`${lines.join(`
`)}
`}function escaped(text){return withoutControls(text).replace(/[^A-Za-z0-9 ./,:_-]/gu,sign=>`#${sign.codePointAt(0)??63};`)}export{forCsv,renderChangesText,renderChangesMarkdown,renderChangesCsv,renderChangesJson,countChanges,renderReachMermaid};
