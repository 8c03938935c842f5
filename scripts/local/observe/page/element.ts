type Child = Node | string | number | undefined;
type Attributes = Readonly<Record<string, string | number | undefined>>;

const SVG = 'http://www.w3.org/2000/svg';

/** An element with attributes and children. Texts become text nodes, whatever is in them: nothing here is ever read as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(name), attributes, children);
}

export function svgElement<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

/** The element of the page with this id; the page has it. */
export function byId<K extends 'input' | 'select' | 'section' | 'div' | 'p' | 'tbody' | 'span'>(
  id: string,
  name: K,
): HTMLElementTagNameMap[K] {
  const found = document.getElementById(id);
  if (found?.localName !== name) throw new Error(`no ${name} #${id}`);
  return found as HTMLElementTagNameMap[K]; // its name was just looked at
}

function filled<E extends Element>(made: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) made.setAttribute(name, String(value));
  made.append(
    ...children.flatMap((child) => (child === undefined ? [] : [typeof child === 'number' ? String(child) : child])),
  );
  return made;
}
