// The parts of HCL's native syntax that a Bake file is made of, and the values that they come to (github.com/hashicorp/hcl, hclsyntax/spec.md).
import type { FilePosition } from '../../../terms/errors.ts';

export type Value = null | boolean | number | string | readonly Value[] | ReadonlyMap<string, Value>;

export type Expression =
  | { readonly kind: 'value'; readonly at: FilePosition; readonly value: null | boolean | number | string }
  /** Parts that become one text. */
  | { readonly kind: 'template'; readonly at: FilePosition; readonly parts: readonly Expression[] }
  | { readonly kind: 'name'; readonly at: FilePosition; readonly name: string }
  | {
      readonly kind: 'member';
      readonly at: FilePosition;
      readonly of: Expression;
      readonly key: Expression;
    }
  | { readonly kind: 'list'; readonly at: FilePosition; readonly items: readonly Expression[] }
  | {
      readonly kind: 'map';
      readonly at: FilePosition;
      readonly entries: readonly (readonly [Expression, Expression])[];
    }
  | {
      readonly kind: 'call';
      readonly at: FilePosition;
      readonly name: string;
      readonly values: readonly Expression[];
    }
  | { readonly kind: 'not'; readonly at: FilePosition; readonly of: Expression }
  | {
      readonly kind: 'operator';
      readonly at: FilePosition;
      readonly sign: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'choice';
      readonly at: FilePosition;
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    };

export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
  readonly at: FilePosition;
}

export interface Body {
  readonly attributes: ReadonlyMap<string, Expression>;
  readonly blocks: readonly Block[];
}
