/** What the timeline's text filter looks at. The one place that knows how text is found. */
import { contains } from './shared.ts';

/** Condition on an event `ev`, with the values it binds. */
export const eventTextCondition = (text: string): { readonly sql: string; readonly values: readonly unknown[] } => ({ sql: `ev.summary like ? escape '\\'`, values: [contains(text)] });
/** Condition on an alert `a`, likewise. */
export const alertTextCondition = (text: string): { readonly sql: string; readonly values: readonly unknown[] } => ({ sql: `(a.title like ? escape '\\' or a.alert_id like ? escape '\\')`, values: [contains(text), contains(text)] });
