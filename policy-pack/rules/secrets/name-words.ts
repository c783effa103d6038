// The words of a name, in whatever way it joins them.

/** `dbPassword` and `DB_PASSWORD` are «db password», `APIKey2` is «api key 2». */
export function nameWords(name: string): string[] {
  const spaced = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replaceAll(/([A-Za-z])(\d)/g, '$1 $2')
    .replaceAll(/(\d)([A-Za-z])/g, '$1 $2');
  return spaced.toLowerCase().match(/[a-z]+|\d+/g) ?? [];
}
