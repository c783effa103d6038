// Calico's selector expressions, the conjunctive part: what is not understood never surely selects.
import { everything, type Requirement, type Selector } from '../model/selector.ts';

const equality = /^([\w./-]+)\s*(==|!=)\s*(?:'([^']*)'|"([^"]*)")$/;
const membership = /^([\w./-]+)\s+(in|not in)\s*\{([^}]*)\}$/;
const presence = /^(!?)has\(\s*([\w./-]+)\s*\)$/;

/** `app == 'web' && has(tier)`; empty and `all()` select everything. */
export function calicoSelector(text: string): Selector {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === 'all()') return everything;
  const requirements: Requirement[] = [];
  let certain = !/\|\||\(.*&&/.test(trimmed);
  for (const part of certain ? trimmed.split('&&') : []) {
    const requirement = readPart(part.trim());
    if (requirement === undefined) certain = false;
    else if (requirement !== 'all') requirements.push(requirement);
  }
  return { requirements, certain, key: `calico${certain ? '' : '?'}${trimmed}` };
}

function readPart(part: string): Requirement | 'all' | undefined {
  if (part === 'all()') return 'all';
  const equal = equality.exec(part);
  if (equal !== null) {
    const value = equal[3] ?? equal[4] ?? '';
    return { key: equal[1] ?? '', operator: equal[2] === '==' ? 'In' : 'NotIn', values: new Set([value]) };
  }
  const member = membership.exec(part);
  if (member !== null) {
    const values = (member[3] ?? '').split(',').map((item) => item.trim().replace(/^(['"])(.*)\1$/, '$2'));
    return { key: member[1] ?? '', operator: member[2] === 'in' ? 'In' : 'NotIn', values: new Set(values) };
  }
  const present = presence.exec(part);
  if (present !== null) {
    return {
      key: present[2] ?? '',
      operator: present[1] === '!' ? 'DoesNotExist' : 'Exists',
      values: new Set(),
    };
  }
  return undefined;
}
