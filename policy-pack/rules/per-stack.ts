// What many checks derive from a stack alike, made once for each stack.
import type { Stack } from '../model/stack.ts';

/** Remembers for as long as the stack lives. */
export function perStack<T>(make: (stack: Stack) => T): (stack: Stack) => T {
  const made = new WeakMap<Stack, { readonly value: T }>();
  return (stack) => {
    const known = made.get(stack);
    if (known !== undefined) return known.value;
    const value = make(stack);
    made.set(stack, { value });
    return value;
  };
}
