/** The alert page: what happened, what led to it and what followed, why it is linked; against the truth of the sample. */
import AxeBuilder from '@axe-core/playwright';
import truth from '../../resources/samples/case/truth.json' with { type: 'json' };
import { expect, test } from './app.ts';
import { openSample } from './steps.ts';

test.describe.configure({ timeout: 120_000 });
const alertOf = (key: string) => { const link = truth.links.find((l) => l.a.alert === key) ?? truth.links.find((l) => l.b.alert === key)!; const { alertId } = link.a.alert === key ? link.a : link.b; return truth.alerts.find((a) => a.id === alertId)!; };
/** The implant's persistence: started by PowerShell of the alert before, starter of the bypass of the one after. */
const implant = alertOf('A05');

test('what happened is a process tree that marks the alert and names its neighbours, and opens by keyboard', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  await page.getByRole('link', { name: 'Alerts', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Search alerts' }).fill(implant.title);
  await page.locator('.ag-row').getByRole('link', { name: implant.title }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(implant.title);
  const tree = page.getByRole('tree', { name: 'Process tree' });
  const marked = tree.getByRole('treeitem', { name: /of this alert/ });
  await expect(marked).toHaveCount(1);
  await expect(marked).toContainText('skymetrics.exe');
  const depth = async (name: RegExp) => Number(await tree.getByRole('treeitem', { name }).first().getAttribute('aria-level'));
  expect(await depth(/^powershell\.exe \(7340\)/)).toBe((await depth(/^skymetrics\.exe \(8112\)/)) - 1);
  const items = await tree.getByRole('treeitem').count();
  await marked.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(tree.getByRole('treeitem')).not.toHaveCount(items);
  await page.keyboard.press('ArrowRight');
  await expect(tree.getByRole('treeitem')).toHaveCount(items);
  // Children that were not shown come when asked for.
  await tree.getByRole('treeitem', { name: /more child/ }).first().click();
  await expect.poll(() => tree.getByRole('treeitem').count()).toBeGreaterThan(items);
  for (const theme of ['light', 'dark'] as const) {
    await rt.call(page, 'settings.set', { theme });
    await rt.idle(page);
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
    expect(violations.map((v) => `${theme}: ${v.id} ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
  }
});

test('links are those of the truth, on the page and in the list; look-alikes are none', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  const own = truth.links.filter((l) => l.a.alertId === implant.id || l.b.alertId === implant.id);
  expect(own.length).toBeGreaterThan(3);
  await page.goto(`${page.url().split('#')[0]}#/alerts/${encodeURIComponent(implant.id)}`);
  const properties = page.getByRole('region', { name: 'Alert properties' });
  const word: Readonly<Record<string, string>> = { sameFile: 'Same file', processChain: 'Same process tree', sameAccount: 'Same account', sameUrl: 'Same URL', sameEmail: 'Same email', sameIp: 'Same IP address', sameMailbox: 'Same mailbox', sameApp: 'Same app' };
  for (const link of own) {
    const other = truth.alerts.find((a) => a.id === (link.a.alertId === implant.id ? link.b.alertId : link.a.alertId))!;
    await expect(properties.locator('.linked > li').filter({ hasText: other.title })).toContainText(word[link.reason]!);
  }
  for (const alike of truth.lookAlikes.filter((l) => 'alert' in l.a)) {
    const { items } = (await rt.call(page, 'alert.links', { alertId: (alike.a as { alertId: string }).alertId, limit: 1000 })) as { items: { alertId: string; reasons: { code: string }[] }[] };
    expect(items.find((i) => i.alertId === (alike.b as { alertId: string }).alertId)?.reasons.map((r) => r.code) ?? []).not.toContain(alike.notFor);
  }
  const before = page.getByRole('region', { name: 'What led to it' });
  await expect(before).toContainText(alertOf('A04').title);
  await expect(page.getByRole('region', { name: 'What followed from it' })).toContainText(alertOf('A07').title);
  await before.getByRole('link', { name: alertOf('A04').title }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(alertOf('A04').title);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(implant.title);
});
