/** Entity pages: a device with its timeline, logons and actions; a process in its tree; notes; every figure that of the tab. */
import AxeBuilder from '@axe-core/playwright';
import truth from '../../resources/samples/case/truth.json' with { type: 'json' };
import { expect, test } from './app.ts';
import { openSample } from './steps.ts';

test.describe.configure({ timeout: 120_000 });

test('a device: its inventory, who logged on, all its events with its alerts among them, and what was done to it', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  await page.getByRole('link', { name: 'Devices', exact: true }).click();
  await page.locator('.ag-row').getByRole('link', { name: 'fin-ws-014.corp.larkhaven.example' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('fin-ws-014.corp.larkhaven.example');
  await expect(page.getByRole('tabpanel')).toContainText('Exposure level');
  await expect(page.getByRole('table').filter({ hasText: 'Logons' })).toContainText('m.okafor@larkhaven.example');
  const id = decodeURIComponent(/entities\/([^?]+)/.exec(page.url())![1]!);
  const { eventCount, alertCount } = (await rt.call(page, 'entity.get', { entityId: id })) as { eventCount: number; alertCount: number };
  await page.getByRole('tab', { name: `Timeline (${eventCount.toLocaleString('en')} events)` }).click();
  await expect(page.getByRole('status').filter({ hasText: `${eventCount.toLocaleString('en')} events, and ${alertCount} alerts among them · oldest first` })).toBeVisible();
  await page.getByRole('tab', { name: /^Alerts/ }).click();
  await expect(page.locator('.ag-row')).toHaveCount(alertCount);
  await page.getByRole('tab', { name: /^Actions/ }).click();
  await expect(page.getByRole('table', { name: 'Actions' })).toContainText('Isolate device');
  await page.getByRole('tab', { name: /^Notes/ }).click();
  await page.getByRole('textbox', { name: 'New note' }).fill('Patient zero, image taken.');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(page.getByRole('tab', { name: 'Notes (1)' })).toBeVisible();
  await expect(page.getByRole('tabpanel')).toContainText('Patient zero, image taken.');
});

test('a process leads to its tree, its parent, and back; no serious accessibility problem in either theme', async ({ rt }) => {
  test.setTimeout(300_000);
  const page = await rt.page();
  await openSample(rt, page);
  const implant = truth.entities.find((e) => e.key === 'process.implant')!;
  const found = (await rt.call(page, 'entity.list', { kinds: ['process'], search: implant.displayName, limit: 50 })) as { items: { entityId: string; displayName: string; alertCount: number }[] };
  const process = found.items.find((p) => p.displayName.includes('8112'))!;
  await page.goto(`${page.url().split('#')[0]}#/entities/${encodeURIComponent(process.entityId)}?tab=processes`);
  const tree = page.getByRole('tree', { name: 'Process tree' });
  await expect(tree.getByRole('treeitem', { name: /of this alert|skymetrics\.exe \(8112\)/ }).first()).toBeVisible();
  await tree.getByRole('treeitem', { name: /^powershell\.exe \(7340\)/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('powershell.exe (7340)');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('skymetrics.exe (8112)');
  for (const theme of ['light', 'dark'] as const) {
    await rt.call(page, 'settings.set', { theme });
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      await rt.idle(page);
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
      expect(violations.map((v) => `${theme} ${v.id} ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
    }
  }
});
