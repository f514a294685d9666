import * as v from 'valibot';
import { type Measures, measures } from './measures.js';

/** A step that stands for whatever name a figure has there, as that of a process. */
export const ANY_NAME = '*';

/** The paths of all figures that a run can have, such as `inputToPhotonMs.p95`, and `cost.*.cpuShare` for every process. */
export const FIGURE_PATHS: readonly string[] = figurePaths(v.object(measures));

/** What of a schema leads to figures. */
interface SchemaNode {
  readonly type: string;
  readonly entries?: Readonly<Record<string, SchemaNode>>;
  readonly wrapped?: SchemaNode;
  readonly value?: SchemaNode;
}

function figurePaths(schema: SchemaNode, path = ''): string[] {
  const below = (name: string, node: SchemaNode) => figurePaths(node, path === '' ? name : `${path}.${name}`);
  if (schema.type === 'number') return [path];
  if (schema.wrapped !== undefined) return figurePaths(schema.wrapped, path);
  if (schema.entries !== undefined) {
    return Object.entries(schema.entries).flatMap(([name, node]) => below(name, node));
  }
  // A list, as that of the samples, has no figure of a name.
  return schema.type === 'record' && schema.value !== undefined ? below(ANY_NAME, schema.value) : [];
}

/** Whether a run can have a figure there. */
export function isFigurePath(path: string): boolean {
  const steps = path.split('.');
  return FIGURE_PATHS.some((known) => {
    const knownSteps = known.split('.');
    return (
      knownSteps.length === steps.length &&
      knownSteps.every((step, index) => step === steps[index] || (step === ANY_NAME && steps[index] !== ''))
    );
  });
}

/** The figure there; `undefined` where it was not measured. */
export function figureAt(of: Measures, path: string): number | undefined {
  let node: unknown = of;
  for (const step of path.split('.')) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) return undefined;
    node = (node as Record<string, unknown>)[step];
  }
  return typeof node === 'number' ? node : undefined;
}
