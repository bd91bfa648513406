/** What a person does to any list: filter, sort, choose columns, expand, copy, take it out as a file, keep the view. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import truth from '../../resources/samples/case/truth.json' with { type: 'json' };
import { expect, test } from './app.ts';
import { importByDialog, openSample, showAll, ownFiles } from './steps.ts';

test.describe.configure({ timeout: 120_000 });
const { file } = ownFiles();
const entities: Readonly<Record<string, number>> = truth.mainIncident.entities;

const ids = (page: Page) => page.locator('.ag-row').evaluateAll((rows) => rows.toSorted((a, b) => Number(a.getAttribute('row-index')) - Number(b.getAttribute('row-index'))).map((r) => r.getAttribute('row-id')));
const open = truth.incidents.filter((i) => i.status !== 'resolved');
const addFilter = async (page: Page, column: string, value: string) => {
  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.getByRole('menuitem', { name: column, exact: true }).click();
  const editor = page.getByRole('group', { name: `Filter by ${column}` });
  await editor.getByRole('checkbox', { name: value }).check();
  await editor.getByRole('button', { name: 'Done' }).click();
};

test('the queue starts with what is open; filters are chips, live in the address, and say what they hide', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  expect((await ids(page)).toSorted()).toEqual(open.map((i) => i.id).toSorted());
  await expect(page.getByText(`${truth.incidents.length - open.length} incidents are hidden by this view`)).toBeVisible();
  await addFilter(page, 'Severity', 'High');
  await expect(page.getByRole('group', { name: 'Filters' })).toContainText('Severity: High');
  const high = open.filter((i) => i.severity === 'high').map((i) => i.id);
  await expect.poll(async () => (await ids(page)).toSorted()).toEqual(high.toSorted());
  await page.reload();
  await rt.idle(page);
  await expect.poll(async () => (await ids(page)).toSorted()).toEqual(high.toSorted());
  await page.getByRole('button', { name: 'Remove the filter Status' }).click();
  await expect.poll(async () => (await ids(page)).toSorted()).toEqual(truth.incidents.filter((i) => i.severity === 'high').map((i) => i.id).toSorted());
  await page.getByRole('button', { name: 'Reset all' }).click();
  await expect.poll(async () => (await ids(page)).toSorted()).toEqual(open.map((i) => i.id).toSorted());
  await showAll(rt, page);
  expect(await ids(page)).toHaveLength(truth.incidents.length);
});

test('columns are sorted by several, chosen, moved and kept, all by keyboard and menu', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  await showAll(rt, page);
  await page.getByRole('columnheader', { name: 'Severity' }).click();
  await page.getByRole('columnheader', { name: 'Incident name' }).click({ modifiers: ['Control'] });
  await expect(page.getByText('sorted by severity, highest first, then incident name, A to Z')).toBeVisible();
  const rank = ['informational', 'low', 'medium', 'high'];
  const names = truth.incidents.toSorted((a, b) => rank.indexOf(b.severity) - rank.indexOf(a.severity) || (a.displayName.toLowerCase() < b.displayName.toLowerCase() ? -1 : 1)).map((i) => i.id);
  await expect.poll(() => ids(page)).toEqual(names);
  // The menu of a head, by the keyboard's menu key.
  await page.getByRole('columnheader', { name: 'Tags' }).focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Hide' }).click();
  await expect(page.getByRole('columnheader', { name: 'Tags' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Columns' }).click();
  const chooser = page.getByRole('dialog', { name: 'Columns' });
  await chooser.getByRole('checkbox', { name: 'Determination' }).check();
  for (let i = 0; i < 22; i++) { const up = chooser.getByRole('button', { name: 'Move Determination up' }); if (await up.isDisabled()) break; await up.click(); }
  await chooser.getByRole('button', { name: 'Done' }).click();
  await page.reload();
  await rt.idle(page);
  await expect(page.getByRole('columnheader', { name: 'Determination' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Tags' })).toHaveCount(0);
  expect((await page.getByRole('columnheader').allTextContents()).map((t) => t.trim()).filter((t) => t !== '')[0]).toBe('Determination');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('columnheader', { name: 'Tags' })).toBeVisible();
});

test('an incident opens to its alerts in the list, and says how many more there are', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  const main = truth.alerts.filter((a) => a.incidentId === truth.mainIncident.id).toSorted((a, b) => (a.firstActivity < b.firstActivity ? -1 : 1));
  await page.getByRole('button', { name: `Alerts of ${truth.mainIncident.id}` }).click();
  for (const alert of main.slice(0, 10)) await expect(page.locator('.ag-row.row-child').filter({ hasText: alert.title.slice(0, 20) }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: `${main.length - 10} more alerts` })).toBeVisible();
  await page.getByRole('button', { name: `Alerts of ${truth.mainIncident.id}` }).click();
  await expect(page.locator('.ag-row.row-child')).toHaveCount(0);
  await expect(page.locator('.ag-row')).toHaveCount(open.length);
});

const hostile = { value: [{ '@odata.type': '#microsoft.graph.security.incident', id: '666', displayName: '=HYPERLINK("http://evil.example","open, me")', status: 'active', severity: 'low', createdDateTime: '2026-01-05T08:00:00Z', lastUpdateDateTime: '2026-01-05T08:00:00Z', alerts: [
  { '@odata.type': '#microsoft.graph.security.alert', id: 'al-1', incidentId: '666', title: '@SUM(1)', severity: 'low', status: 'new', serviceSource: 'microsoftDefenderForEndpoint', createdDateTime: '2026-01-05T08:00:00Z', firstActivityDateTime: '2026-01-05T08:00:00Z', lastActivityDateTime: '2026-01-05T08:00:00Z',
    evidence: [{ '@odata.type': '#microsoft.graph.security.urlEvidence', url: 'http://evil.example/a?b=1', verdict: 'malicious', remediationStatus: 'none', createdDateTime: '2026-01-05T08:00:00Z' }] }] }] };

// The stand-in's browser hands no downloads on; Electron itself asks where to save.
test('a list goes out as a file of the view that is shown, hostile cells defused @loopback', async ({ rt }) => {
  const page = await rt.page();
  await (await importByDialog(rt, page, [file('hostile.json', JSON.stringify(hostile))])).getByRole('button', { name: 'Show incidents' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export CSV' }).click()]);
  const lines = readFileSync((await download.path())!, 'utf8').split('\r\n');
  expect(lines[1]).toMatch(/^"'=HYPERLINK\(""http:\/\/evil\.example"",""open, me""\)",666,/);
  expect(lines).toHaveLength(3);
  await expect(page.getByText('1 row of 1 incident exported')).toBeVisible();
});

test('indicators are copied defanged, and raw with Shift', async ({ rt }) => {
  const page = await rt.page();
  await (await importByDialog(rt, page, [file('hostile.json', JSON.stringify(hostile))])).getByRole('button', { name: 'Show incidents' }).click();
  await page.locator('.ag-row').getByRole('link').click();
  await page.getByRole('tab', { name: /^Evidence and Response/ }).click();
  await page.evaluate(() => { const seen: string[] = []; Object.assign(window, { copied: seen }); navigator.clipboard.writeText = (text) => { seen.push(text); return Promise.resolve(); }; });
  await page.locator('.ag-row').filter({ hasText: 'evil[.]example/a' }).locator('.ag-cell').nth(1).click();
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+Shift+C');
  const [defanged, raw] = await page.evaluate(() => (window as unknown as { copied: string[] }).copied);
  expect(defanged).toContain('hxxp://evil[.]example/a?b=1');
  expect(raw).toContain('http://evil.example/a?b=1');
});

test('views are saved under a name and found again', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  await addFilter(page, 'Severity', 'High');
  await page.getByRole('button', { name: 'Saved views' }).click();
  await page.getByRole('menuitem', { name: 'Save or delete views…' }).click();
  await page.getByRole('textbox', { name: 'Name of the view as it is now' }).fill('Night shift');
  await page.getByRole('button', { name: 'Save this view' }).click();
  await showAll(rt, page);
  await expect(page.locator('.ag-row')).toHaveCount(truth.incidents.length);
  await page.getByRole('button', { name: 'Saved views' }).click();
  await page.getByRole('menuitem', { name: 'Night shift' }).click();
  await expect(page.locator('.ag-row')).toHaveCount(open.filter((i) => i.severity === 'high').length);
  await expect(page.getByRole('button', { name: 'Night shift' })).toBeVisible();
});

test('assets: counts on the tab, by kind and in each list agree; the device inventory shows actions', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  await page.locator('.ag-row').filter({ hasText: truth.mainIncident.id }).getByRole('link').click();
  await page.getByRole('tab', { name: /^Assets/ }).click();
  const kinds = page.getByRole('navigation', { name: 'Kinds of asset' });
  const named = { Devices: ['device'], Users: ['user'], Mailboxes: ['mailbox'], Apps: ['app', 'oauthApp'] } as const;
  for (const [title, of] of Object.entries(named)) {
    const count = of.reduce((n, kind) => n + (entities[kind] ?? 0), 0);
    await kinds.getByRole('button', { name: `${title}${count}` }).or(kinds.getByRole('button', { name: `${title} ${count}` })).click();
    await expect(page.locator('.ag-row')).toHaveCount(count);
  }
  await kinds.getByRole('button', { name: /Devices/ }).click();
  await expect(kinds.getByRole('button', { name: /Devices/ })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('.ag-row')).toHaveCount(entities['device'] ?? 0);
  await page.locator('.ag-row').first().locator('.ag-cell').nth(2).click();
  const pane = page.getByRole('region', { name: 'Selected asset' });
  await expect(pane).toContainText('Active alerts');
  await expect(pane).toContainText('Logged-on users');
  await page.getByRole('link', { name: 'Devices', exact: true }).click();
  await expect(page.locator('.ag-row').filter({ hasText: 'fin-ws-014.corp' })).toContainText('High');
});
