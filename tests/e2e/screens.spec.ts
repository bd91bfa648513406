/** A picture of every screen in both themes, to be looked at. Nothing is compared; a screen that shows an error instead of itself fails. */
import type { Page } from '@playwright/test';
import truth from '../../resources/samples/case/truth.json' with { type: 'json' };
import { expect, test, type Workbench } from './app.ts';
import { openSample } from './steps.ts';

const id = truth.mainIncident.id;
const inPage = (route: string) => async (page: Page) => { await page.evaluate((hash) => { location.hash = hash; }, route); };
const entity = (rt: Workbench, page: Page, kind: string) => rt.call(page, 'entity.list', { kinds: [kind], incidentId: id, limit: 1 }) as Promise<{ items: { entityId: string }[] }>;

test('every screen is drawn @once', async ({ rt }) => {
  test.setTimeout(400_000);
  const page = await rt.page();
  await page.setViewportSize({ width: 1600, height: 1000 });
  await openSample(rt, page);
  const alert = truth.links[8]!.a.alertId;
  const [device, process] = [(await entity(rt, page, 'device')).items[0]!.entityId, (await entity(rt, page, 'process')).items[0]!.entityId];
  const screens: Readonly<Record<string, string>> = {
    start: '/', queue: '/incidents', 'queue-summary': `/incidents?selected=${id}`, alerts: '/alerts', devices: '/devices', 'alert-page': `/alerts/${encodeURIComponent(alert)}`,
    ...Object.fromEntries(['story', 'alerts', 'assets', 'investigations', 'evidence', 'summary', 'activities'].map((tab) => [`incident-${tab}`, `/incidents/${id}?tab=${tab}`])),
    device: `/entities/${device}`, 'device-timeline': `/entities/${device}?tab=timeline`, 'process-tree': `/entities/${process}?tab=processes`,
  };
  for (const theme of ['light', 'dark'] as const) {
    await rt.call(page, 'settings.set', { theme });
    for (const [name, route] of Object.entries(screens)) {
      await inPage(route)(page);
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
      await rt.idle(page);
      await expect(page.locator('.state-icon.failed')).toHaveCount(0);
      const { byteLength } = await page.screenshot({ path: `tests/e2e/__screenshots__/${name}-${theme}.png` });
      expect(byteLength).toBeGreaterThan(20_000);
    }
  }
});
