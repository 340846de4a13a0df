/** Components that are drawn again only when something they show has changed. */

import { Component, type ComponentType, createElement } from "preact";

/** `shows` names the values that the component draws where they are fewer than its props hold. */
export function memo<P extends object>(
  Inner: ComponentType<P>,
  shows: (props: P) => unknown = (props) => props,
): ComponentType<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      return !alike(shows(this.props), shows(next));
    }

    override render(props: P) {
      return createElement(Inner, props);
    }
  };
}

/** The same parts, or lists of the same parts: cards are replaced, never changed. */
function alike(one: unknown, other: unknown): boolean {
  const [before, after] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const names = Object.keys(after);
  return (
    names.length === Object.keys(before).length &&
    names.every((name) => name in before && sameValue(before[name], after[name]))
  );
}

function sameValue(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((part, index) => part === other[index]);
}
