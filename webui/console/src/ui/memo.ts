/** Components that are drawn again only when something they show has changed. */

import { Component, type ComponentType, createElement } from "preact";

export function memo<P extends object>(Inner: ComponentType<P>): ComponentType<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      return !alike(this.props, next);
    }

    override render(props: P) {
      return createElement(Inner, props);
    }
  };
}

/** The same parts, or lists of the same parts: cards are replaced, never changed. */
function alike(one: object, other: object): boolean {
  const [before, after] = [Object.entries(one), Object.entries(other)];
  return (
    before.length === after.length &&
    after.every(([name, value]) => sameValue(value, one[name as keyof typeof one]))
  );
}

function sameValue(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((part, index) => part === other[index]);
}
