// The parts of an image that different teams own.

export const layerKinds = ['base', 'middleware', 'app'] as const;
export type LayerKind = (typeof layerKinds)[number];
