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
  const [before, after] = [Object.entries(one as object), Object.entries(other as object)];
  return (
    before.length === after.length &&
    after.every(([name, value], index) => name === before[index]?.[0] && sameValue(value, before[index]?.[1]))
  );
}

function sameValue(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((part, index) => part === other[index]);
}
