/** A nominal type over a plain one: `type AlertId = Brand<string, 'AlertId'>`. Costs nothing at run time. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };
