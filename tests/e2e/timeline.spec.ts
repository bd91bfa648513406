/** The timeline of a device: every event with the alerts among them, narrowed down, flagged, read one by one, taken out as a file; and all of it without a mouse. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import truth from '../../resources/samples/case/truth.json' with { type: 'json' };
import { expect, test, type Workbench } from './app.ts';
import { openSample } from './steps.ts';

test.describe.configure({ timeout: 120_000 });
const DEVICE = 'fin-ws-014.corp.larkhaven.example';
const alerts = truth.alerts.filter((a) => a.evidence.some((e) => e.entity === 'device.finWs014'));
const ofTables = truth.deviceEvents.byDevice[DEVICE];

async function openTimeline(rt: Workbench, page: Page): Promise<string> {
  await openSample(rt, page);
  await page.getByRole('link', { name: 'Devices', exact: true }).click();
  await page.locator('.ag-row').getByRole('link', { name: DEVICE }).click();
  await page.getByRole('tab', { name: /^Timeline/ }).click();
  await expect(page.getByRole('region', { name: 'Timeline', exact: true }).locator('.ag-row').first()).toBeVisible();
  await rt.idle(page);
  return decodeURIComponent(/entities\/([^?]+)/.exec(page.url())![1]!);
}
const rows = (page: Page) => page.getByRole('region', { name: 'Timeline', exact: true }).locator('.ag-row');
const foot = (page: Page, events: number, among: number) => page.getByRole('status').filter({ hasText: `${events.toLocaleString('en')} event${events === 1 ? '' : 's'}, and ${among} alert${among === 1 ? '' : 's'} among them` });
const switches = (page: Page) => page.getByRole('group', { name: 'Show only' });

test('groups, sources and techniques narrow it down; every count is that of the rows; back brings the rest again', async ({ rt }) => {
  const page = await rt.page();
  const entityId = await openTimeline(rt, page);
  const { eventCount } = (await rt.call(page, 'entity.get', { entityId })) as { eventCount: number };
  await expect(foot(page, eventCount, alerts.length)).toBeVisible();
  const counts = await switches(page).getByRole('button').evaluateAll((list) => list.map((b) => [b.textContent!.replace(/ [\d,]+$/, ''), Number(/ ([\d,]+)$/.exec(b.textContent!)![1]!.replaceAll(',', ''))] as const));
  const groups = counts.filter(([name]) => name !== 'Techniques' && name !== 'Flagged');
  expect(groups.reduce((n, [, c]) => n + c, 0)).toBe(eventCount + alerts.length);
  await switches(page).getByRole('button', { name: /^Alerts/ }).click();
  await expect(foot(page, 0, alerts.length)).toBeVisible();
  await expect(rows(page)).toHaveCount(alerts.length);
  const inOrder = alerts.toSorted((a, b) => (a.firstActivity < b.firstActivity ? -1 : 1));
  for (const [i, a] of inOrder.entries()) await expect(rows(page).and(page.locator(`[row-index="${i}"]`))).toContainText(a.title);
  await switches(page).getByRole('button', { name: /^Alerts/ }).click();
  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.getByRole('menuitem', { name: 'Source', exact: true }).click();
  const editor = page.getByRole('group', { name: 'Filter by Source' });
  await editor.getByRole('checkbox', { name: 'DeviceFileEvents' }).check();
  await editor.getByRole('button', { name: 'Done' }).click();
  await expect(foot(page, ofTables.DeviceFileEvents, 0)).toBeVisible();
  await page.reload();
  await expect(foot(page, ofTables.DeviceFileEvents, 0)).toBeVisible();
  await page.getByRole('button', { name: /^Show them$/ }).click();
  await expect(foot(page, eventCount, alerts.length)).toBeVisible();
});

test('an alert opens beside its events; a span of time is chosen with keys or by dragging', async ({ rt }) => {
  const page = await rt.page();
  const entityId = await openTimeline(rt, page);
  const bars = page.getByRole('group', { name: 'Rows over time' }).getByRole('button');
  await bars.nth(4).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Any time' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+Enter');
  await rt.idle(page);
  const filter = (op: string) => new RegExp(`"op":"${op}","values":\\["(\\d+)"`).exec(decodeURIComponent(page.url()))?.[1];
  await expect.poll(() => filter('atMost')).toBeDefined();
  const [fromUs, lastUs] = [Number(filter('atLeast')), Number(filter('atMost'))];
  const inSpan = (await rt.call(page, 'event.page', { entityId, fromUs, toUs: lastUs + 1, limit: 1 })) as { total: number };
  expect(inSpan.total).toBeGreaterThan(0);
  const alertsIn = alerts.filter((a) => Date.parse(a.firstActivity) * 1000 >= fromUs && Date.parse(a.firstActivity) * 1000 <= lastUs);
  await expect(foot(page, inSpan.total, alertsIn.length)).toBeVisible();
  // The first three bars were chosen; dragging over the whole width takes every row with a time in again.
  await expect(page.getByRole('group', { name: 'Rows over time' }).locator('[aria-pressed="true"]')).toHaveCount(3);
  const box = (await page.getByRole('group', { name: 'Rows over time' }).boundingBox())!;
  await page.mouse.move(box.x + 2, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + 10, { steps: 4 });
  await page.mouse.move(box.x + box.width - 1, box.y + 10, { steps: 4 });
  await page.mouse.up();
  const { eventCount } = (await rt.call(page, 'entity.get', { entityId })) as { eventCount: number };
  await expect(foot(page, eventCount, alerts.length)).toBeVisible();
  await switches(page).getByRole('button', { name: /^Alerts/ }).click();
  await expect(rows(page)).toHaveCount(alerts.length);
  await rows(page).and(page.locator('[row-index="0"]')).locator('.ag-cell').nth(3).click();
  await expect(page.getByRole('region', { name: 'Selected alert' })).toContainText(alerts.toSorted((a, b) => (a.firstActivity < b.firstActivity ? -1 : 1))[0]!.title);
});

test('without a mouse: from the queue to a device, an event, its record, a flag with a reason, and the flagged alone', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  /** Tab until the element has the focus, as a person does. */
  const tabTo = async (role: 'link' | 'button' | 'tab' | 'textbox' | 'searchbox', name: string | RegExp, most = 80) => {
    const wanted = page.getByRole(role, { name }).first();
    for (let i = 0; i < most; i++) {
      await page.keyboard.press('Tab');
      if (await wanted.evaluate((e) => e === document.activeElement)) return;
    }
    throw new Error(`${role} ${String(name)} was not reached with ${most} tabs`);
  };
  // From the head of a table down into its rows.
  const intoRows = async () => {
    for (let i = 0; i < 30 && !(await page.evaluate(() => document.activeElement !== null && document.activeElement.closest('.ag-header-cell') !== null)); i++) await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect(page.locator('.ag-cell:focus')).toHaveCount(1);
  };
  await tabTo('link', 'Devices');
  await page.keyboard.press('Enter');
  await expect(page.locator('.ag-row').getByRole('link', { name: DEVICE })).toBeVisible();
  await rt.idle(page);
  await tabTo('searchbox', 'Search devices');
  await page.keyboard.type(DEVICE);
  await expect(page.locator('.ag-row')).toHaveCount(1);
  await rt.idle(page);
  await intoRows();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Selected asset' }).getByRole('link', { name: 'Open device page' })).toBeVisible();
  await rt.idle(page);
  await tabTo('link', 'Open device page');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(DEVICE);
  await rt.idle(page);
  await tabTo('tab', 'Overview');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: /^Timeline/ })).toBeFocused();
  await rt.idle(page);
  await tabTo('searchbox', 'Search the timeline', 40);
  await page.keyboard.type('skymetrics.exe');
  const entityId = decodeURIComponent(/entities\/([^?]+)/.exec(page.url())![1]!);
  const { total, items } = (await rt.call(page, 'event.page', { entityId, search: 'skymetrics.exe', limit: 1 })) as { total: number; items: { eventId: number; summary: string }[] };
  expect(total).toBeGreaterThan(3);
  await expect(page.getByRole('status').filter({ hasText: `${total} events` })).toBeVisible();
  await rt.idle(page);
  await intoRows();
  await page.keyboard.press('Enter');
  const pane = page.getByRole('region', { name: 'Selected event' });
  await expect(pane).toContainText(items[0]!.summary.slice(0, 60));
  await rt.idle(page);
  await tabTo('textbox', 'Why it matters (optional)');
  await page.keyboard.type('First start of the implant');
  await page.keyboard.press('Enter');
  await expect(pane).toContainText('First start of the implant');
  await tabTo('button', /^Raw record/);
  await page.keyboard.press('Enter');
  await expect(pane.locator('pre')).toContainText('skymetrics.exe');
  await page.keyboard.press('Escape');
  await expect(pane).toBeHidden();
  await expect(switches(page).getByRole('button', { name: 'Flagged 1' })).toBeVisible();
  await expect(page.locator('.ag-cell:focus')).toHaveCount(1);
  // F on the row next to it flags that one too, and again takes the flag away.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('f');
  await expect(switches(page).getByRole('button', { name: 'Flagged 2' })).toBeVisible();
  await rt.idle(page);
  await page.keyboard.press('f');
  await expect(switches(page).getByRole('button', { name: 'Flagged 1' })).toBeVisible();
  await rt.idle(page);
  for (let i = 0; i < 60 && !(await switches(page).getByRole('button', { name: 'Flagged 1' }).evaluate((e) => e === document.activeElement)); i++) await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(foot(page, 1, 0)).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  expect(await rt.call(page, 'event.get', { eventId: items[0]!.eventId })).toMatchObject({ flag: { comment: 'First start of the implant' } });
});

test('the view goes out as a file with the rows it shows @loopback', async ({ rt }) => {
  const page = await rt.page();
  await openTimeline(rt, page);
  await page.getByRole('searchbox', { name: 'Search the timeline' }).fill('skymetrics.exe');
  await expect(page.getByRole('button', { name: 'Show them' })).toBeVisible();
  await rt.idle(page);
  const shown = Number(await page.getByRole('treegrid').or(page.getByRole('grid')).first().getAttribute('aria-rowcount')) - 1;
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export CSV' }).click()]);
  const lines = readFileSync((await download.path())!, 'utf8').trimEnd().split('\r\n');
  expect(lines[0]).toMatch(/^\uFEFFTime \(UTC\),Kind,/);
  expect(lines).toHaveLength(shown + 1);
  for (const line of lines.slice(1)) expect(line.toLowerCase()).toContain('skymetrics.exe');
});
