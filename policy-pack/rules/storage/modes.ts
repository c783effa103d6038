// What a source of volumes can do, and whether a claim binds to a volume.
import {
  type Ability,
  type AccessMode,
  accessModes,
  type BlockModes,
  driverModes,
  pluginModes,
} from '../../data/access-modes.ts';
import { textAt } from '../spot.ts';
import { inAnyCase, plainDriver, type Source } from './joins.ts';

export interface Capability {
  readonly ability: Ability;
  /** Plug-in or driver, for messages. */
  readonly name: string;
  /** What the class would have to say for it. */
  readonly without?: string;
}

/** A driver that no table knows depends on itself: `driver`. Throws `Unseen`. */
export function abilityOf(source: Source, mode: string, volumeMode: string): Capability {
  const known = accessModes.find((one) => one === mode);
  const name = source.driver ?? pluginModes.get(source.field)?.name ?? source.field;
  if (known === undefined) return { ability: 'no', name };
  const driver = source.driver === undefined ? undefined : driverModes.get(plainDriver(source.driver));
  if (driver !== undefined) {
    const { block } = driver;
    if (volumeMode !== 'Block' || block?.modes.includes(known) !== true)
      return { ability: driver.modes[known], name };
    return { ...asked(block, source), name };
  }
  return { ability: pluginModes.get(source.field)?.modes[known] ?? 'driver', name };
}

/** Of a volume that a class has not made, its maker alone knows what was asked for. */
function asked({ asks }: BlockModes, { parameters }: Source): Omit<Capability, 'name'> {
  if (asks === undefined) return { ability: 'yes' };
  if (parameters === undefined) return { ability: 'driver' };
  const found = textAt(parameters, inAnyCase(parameters, asks.parameter)) ?? '';
  return asks.value.test(found) ? { ability: 'yes' } : { ability: 'no', without: asks.example };
}

/** A volume without `volumeMode` is a Filesystem; a claim binds only to the same. */
export function bindsMode(volume: string | undefined, claim: string | undefined): boolean {
  return (volume ?? 'Filesystem') === (claim ?? 'Filesystem');
}

/** Modes that the volume lacks for the claim. */
export function missingModes(volume: readonly string[], claim: readonly string[]): readonly string[] {
  return claim.filter((mode) => !volume.includes(mode));
}

export function isShared(modes: readonly AccessMode[]): boolean {
  return modes.some((mode) => mode === 'ReadWriteMany' || mode === 'ReadOnlyMany');
}
