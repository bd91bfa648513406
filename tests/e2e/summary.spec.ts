/** The Summary tab: every figure leads to the list it was counted from; alerts, scope, evidence, decisions, comments; very large and empty incidents. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import truth from '../../resources/samples/case/truth.json' with { type: 'json' };
import { expect, test, type Workbench } from './app.ts';
import { hunting, importByDialog, openSample, showAll } from './steps.ts';

test.describe.configure({ timeout: 120_000 });
let folder = '';
test.beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'redthread-e2e-')); });
test.afterEach(() => { rmSync(folder, { recursive: true, force: true }); });
const main = truth.mainIncident.id;
const mainAlerts = truth.alerts.filter((a) => a.incidentId === main).sort((a, b) => (a.firstActivity < b.firstActivity ? -1 : 1));
const entities: Readonly<Record<string, number>> = truth.mainIncident.entities;
const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const rows = (page: Page) => part(page, 'Alert timeline').getByRole('list', { name: 'Alert timeline' }).getByRole('listitem');
const numbers = async (of: Locator) => (await of.allTextContents()).map((t) => Number(t.replaceAll(',', '')));

async function openSummary(rt: Workbench, page: Page, incidentId: string): Promise<void> {
  await page.locator('.ag-row').filter({ hasText: incidentId }).getByRole('link').click();
  await page.getByRole('tab', { name: 'Summary' }).click();
  await expect(page.getByRole('tab', { name: 'Summary' })).toHaveAttribute('aria-selected', 'true');
  await expect(part(page, 'Alerts and categories')).toBeVisible();
  await rt.idle(page);
}
async function backToSummary(rt: Workbench, page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Summary' }).click();
  await rt.idle(page);
}

test('tells how far the attack got, and each tactic leads to its alerts', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  await openSummary(rt, page, main);
  const chain = part(page, 'Alerts and categories').getByRole('list', { name: 'Kill chain' });
  await expect(chain.getByRole('listitem')).toHaveCount(16);
  const categories = Map.groupBy(mainAlerts, (a) => a.category);
  await expect(chain.getByRole('link')).toHaveCount(categories.size);
  await expect(part(page, 'Alerts and categories')).toContainText(`${categories.size} of 15 tactics reached. Furthest: Impact`);
  const credential = categories.get('CredentialAccess')!;
  await chain.getByRole('link', { name: `Credential access: ${credential.length} alerts, highest severity High` }).click();
  await rt.idle(page);
  await expect(page.locator('.ag-row')).toHaveCount(credential.length);
  for (const a of credential) await expect(page.locator('.ag-row').filter({ hasText: a.title })).toBeVisible();
});

test('lists the alerts in time order; one of them opens in the attack story', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  await openSummary(rt, page, main);
  const status: Readonly<Record<string, string>> = { new: 'New', inProgress: 'In progress', resolved: 'Resolved' };
  const severity: Readonly<Record<string, string>> = { high: 'High', medium: 'Medium', low: 'Low', informational: 'Informational' };
  for (const [i, a] of mainAlerts.slice(0, 8).entries()) for (const words of [a.title, status[a.status]!, severity[a.severity]!]) await expect(rows(page).nth(i)).toContainText(words);
  await expect(rows(page).first()).toHaveAttribute('aria-setsize', String(mainAlerts.length));
  expect(await rows(page).locator('[aria-current]').count()).toBe(0);
  await rows(page).first().getByRole('link').focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('link', { name: mainAlerts.at(-1)!.title })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('link', { name: mainAlerts.at(-2)!.title })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Attack story' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('region', { name: 'Alert', exact: true })).toContainText(mainAlerts.at(-2)!.title, { timeout: 30_000 });
});

test('scope counts assets, shows the factors of its order, and leads to the Assets tab', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  await openSummary(rt, page, main);
  const scope = part(page, 'Scope');
  const tiles = scope.getByRole('list', { name: 'Assets in scope' });
  const counted = { Devices: entities['device']!, Users: entities['user']!, Mailboxes: entities['mailbox']!, Apps: entities['app']! + entities['oauthApp']! };
  for (const [name, count] of Object.entries(counted)) await expect(tiles.getByRole('link', { name })).toContainText(`${count}${name}`);
  await expect(scope).toContainText(`${Object.values(counted).reduce((a, b) => a + b, 0)} assets`);
  const devices = scope.getByRole('table', { name: 'Devices' }).getByRole('row');
  await expect(devices.nth(1)).toContainText('High');
  await expect(devices.nth(1)).toContainText(/\d+ of \d+ alerts/);
  await expect(devices.nth(1)).toContainText('Impacted');
  await expect(scope.getByRole('table', { name: 'Users' })).toContainText('By Entra risk level, then active alerts, then name');
  await tiles.getByRole('link', { name: 'Users' }).click();
  await rt.idle(page);
  await expect(page.locator('.ag-row')).toHaveCount(counted.Users);
});

test('the evidence matrix adds up to the Evidence tab, and a cell leads to its entities', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  await openSummary(rt, page, main);
  const matrix = part(page, 'Evidence').getByRole('table');
  const evidenced = new Set(mainAlerts.flatMap((a) => a.evidence.map((e) => e.entity))).size;
  const body = await Promise.all((await matrix.locator('tbody tr').all()).map((row) => numbers(row.locator('td'))));
  for (const line of body) expect(line.at(-1)).toBe(line.slice(0, -1).reduce((a, b) => a + b, 0));
  const foot = await numbers(matrix.locator('tfoot td'));
  expect(foot).toEqual(foot.map((_v, i) => body.reduce((n, line) => n + line[i]!, 0)));
  expect(foot.at(-1)).toBe(evidenced);
  const pending = matrix.getByRole('row').filter({ hasText: 'Pending approval' });
  const [malicious] = await numbers(pending.locator('td'));
  await pending.getByRole('link').first().click();
  await rt.idle(page);
  await expect(page.locator('.ag-row')).toHaveCount(malicious!);
  await expect(page.getByRole('group', { name: 'Filters' })).toContainText('Malicious');
});

test('says what awaits a decision and what the incident says of itself', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  await openSummary(rt, page, main);
  const pending = truth.actions.filter((a) => a.state === 'pending').length;
  await expect(part(page, 'Pending actions')).toContainText(`${pending} actions await a decision.`);
  const about = truth.incidents.find((i) => i.id === main)!;
  const information = part(page, 'Incident information');
  for (const words of [main, 'High', 'In progress', about.assignedTo!, 'True positive', 'Multistage attack', about.createdAt.replace('T', ' '), 'Defender for Endpoint']) await expect(information).toContainText(words);
  await part(page, 'Pending actions').getByRole('link', { name: 'Review pending actions' }).click();
  await expect(page.getByRole('region', { name: 'Actions' }).getByText('Awaits approval')).toHaveCount(pending);
  await backToSummary(rt, page);
  await expect(part(page, 'Comments')).toBeVisible();
});

/** An export of one incident with this many alerts, each with devices of its own. */
function manyAlerts(count: number, devicesEach: number): string {
  const at = (s: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, s)).toISOString();
  const severity = ['high', 'medium', 'low', 'informational'];
  const comments = Array.from({ length: 7 }, (_v, i) => ({ comment: i === 6 ? '# Plan\n\n**Isolate** `ws-1`, see [the report](https://evil.example/x)\n\n- [x] reset\n- <b>not bold</b> \u202eabc' : `Comment ${i}`, createdByDisplayName: 'Mia', createdDateTime: at(i) }));
  return JSON.stringify({ value: [{
    '@odata.type': '#microsoft.graph.security.incident', id: '900', displayName: 'Large incident', status: 'active', severity: 'high', createdDateTime: at(0), lastUpdateDateTime: at(9), comments,
    alerts: Array.from({ length: count }, (_v, i) => ({
      '@odata.type': '#microsoft.graph.security.alert', id: `al-${i}`, incidentId: '900', title: `Alert number ${i}`, category: i % 3 === 0 ? 'DefenseEvasion' : 'Malware', severity: severity[i % 4], status: i % 2 === 0 ? 'new' : 'resolved', serviceSource: 'microsoftDefenderForEndpoint', createdDateTime: at(i * 300 + 60), firstActivityDateTime: at(i * 300), lastActivityDateTime: at(i * 300 + 5),
      evidence: Array.from({ length: devicesEach }, (_d, k) => ({ '@odata.type': '#microsoft.graph.security.deviceEvidence', createdDateTime: at(i * 300), verdict: 'suspicious', remediationStatus: 'active', deviceDnsName: `ws-${i}-${k}.corp.example`, mdeDeviceId: (i * 10 + k).toString(16).padStart(40, '0') })),
    })),
  }] });
}

test('an incident of 2,000 alerts and 4,000 devices stays exact and quick; comments are Markdown and inert', async ({ rt }) => {
  const page = await rt.page();
  const file = join(folder, 'large.json');
  writeFileSync(file, manyAlerts(2000, 2));
  await (await importByDialog(rt, page, [file])).getByRole('button', { name: 'Show incidents' }).click();
  await openSummary(rt, page, '900');
  await expect(rows(page).first()).toHaveAttribute('aria-setsize', '2000');
  expect(await rows(page).count()).toBeLessThan(60);
  await expect(part(page, 'Alert timeline')).toContainText('2,000 alerts, 1,000 active');
  const bars = await part(page, 'Alert timeline').getByRole('group', { name: 'Alerts over time' }).getByRole('button').evaluateAll((list) => list.map((b) => Number(/: ([\d,]+) alert/.exec(b.getAttribute('aria-label') ?? '')?.[1]?.replaceAll(',', ''))));
  expect(bars.reduce((a, b) => a + b, 0)).toBe(2000);
  // A bar brings its first alert to the top of the list.
  await part(page, 'Alert timeline').getByRole('group', { name: 'Alerts over time' }).getByRole('button').nth(4).click();
  await expect(page.getByRole('link', { name: `Alert number ${bars.slice(0, 4).reduce((a, b) => a + b, 0)}`, exact: false }).first()).toBeInViewport();
  await rows(page).nth(8).getByRole('link').focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('link', { name: 'Alert number 1999' })).toBeFocused();
  const chain = part(page, 'Alerts and categories').getByRole('list', { name: 'Kill chain' });
  await expect(chain.getByRole('listitem').nth(6)).toContainText('667');
  await expect(chain.getByRole('listitem').nth(6)).toContainText('Defense evasion');
  await expect(chain.getByRole('listitem').nth(15)).toContainText('1,333');
  await expect(part(page, 'Scope')).toContainText('The first 10 of 4,000.');
  await expect(part(page, 'Evidence').getByRole('table').locator('tfoot td').last()).toHaveText('4,000');
  const comments = part(page, 'Comments');
  await expect(comments.getByRole('heading', { name: 'Plan' })).toBeVisible();
  await expect(comments.locator('strong')).toHaveText('Isolate');
  await expect(comments).toContainText('the report (hxxps://evil[.]example/x)');
  await expect(comments).toContainText('<b>not bold</b> ⟨U+202E⟩abc');
  expect(await comments.getByRole('link').count()).toBe(0);
  await comments.getByRole('button', { name: 'Show 2 older comments of 2' }).click();
  await expect(comments).toContainText('Comment 0');
});

test('an incident of telemetry alone says why its parts are empty', async ({ rt }) => {
  const page = await rt.page();
  const file = join(folder, 'hunting.csv');
  writeFileSync(file, hunting(30));
  await (await importByDialog(rt, page, [file])).getByRole('button', { name: 'Show incidents' }).click();
  await page.getByRole('link', { name: /Telemetry from hunting/ }).click();
  await page.getByRole('tab', { name: 'Summary' }).click();
  await rt.idle(page);
  await expect(part(page, 'Alerts and categories')).toContainText('0 of 15 tactics reached. No alert names a tactic; the attack story is told from 30 events.');
  await expect(part(page, 'Alert timeline')).toContainText('No alerts');
  await expect(part(page, 'Evidence')).toContainText('No alert of this incident names an entity.');
  await expect(part(page, 'Pending actions')).toContainText('Nothing awaits a decision.');
  await expect(part(page, 'Scope')).toContainText('No alerts');
});

test('the pane beside the queue tells what to do, what it is about, and whom it concerns', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  await page.locator('.ag-row').filter({ hasText: main }).locator('.ag-cell').nth(3).click();
  const pane = page.getByRole('region', { name: 'Incident summary' });
  await expect(pane).toContainText('9 of 15 tactics reached');
  await expect(pane.getByRole('heading', { name: /^Related threats/ })).toBeVisible();
  const recommended = pane.locator('.section').filter({ has: page.getByRole('heading', { name: /^Recommended actions/ }) });
  await expect(recommended.getByRole('listitem')).toHaveCount(2);
  await recommended.getByRole('button', { name: /^Show / }).click();
  expect(await recommended.getByRole('listitem').count()).toBeGreaterThan(5);
  await expect(pane).toContainText('6 actions await a decision.');
  await recommended.getByRole('listitem').first().getByRole('link').first().click();
  await expect(page.getByRole('region', { name: 'Alert', exact: true })).toBeVisible({ timeout: 30_000 });
  await page.goBack();
  await expect(pane.getByRole('link', { name: 'Open incident page' })).toBeVisible();
});

test('passes the accessibility rules in both themes, wide and narrow @once', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  await showAll(rt, page);
  await page.locator('.ag-row').filter({ hasText: main }).locator('.ag-cell').nth(3).click();
  const check = async (what: string) => {
    await rt.idle(page);
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
    expect(violations.map((v) => `${what}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`)).toEqual([]);
  };
  for (const theme of ['light', 'dark'] as const) {
    await rt.call(page, 'settings.set', { theme });
    await expect(page.locator(`html[data-theme=${theme}]`)).toBeAttached();
    await check(`summary pane, ${theme}`);
  }
  await openSummary(rt, page, main);
  for (const theme of ['light', 'dark'] as const) {
    await rt.call(page, 'settings.set', { theme });
    await expect(page.locator(`html[data-theme=${theme}]`)).toBeAttached();
    for (const width of [1600, 1280, 720]) {
      await page.setViewportSize({ width, height: 900 });
      await check(`summary, ${theme}, ${width}`);
      await test.info().attach(`summary-${theme}-${width}`, { body: await page.screenshot(), contentType: 'image/png' });
    }
  }
});
