import type { MenuItemConstructorOptions } from 'electron';

type Item = Omit<MenuItemConstructorOptions, 'submenu'> & { readonly submenu?: Menu };

/** Menus without looks: a test finds an item by its id and clicks it. */
export class Menu {
  static #application: Menu | null = null;
  readonly items: Item[];

  constructor(items: Item[] = []) {
    this.items = items;
  }
  static buildFromTemplate(template: MenuItemConstructorOptions[]): Menu {
    return new Menu(template.map(({ submenu, ...item }) => (Array.isArray(submenu) ? { ...item, submenu: Menu.buildFromTemplate(submenu) } : item)));
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }
  getMenuItemById(id: string): Item | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
}
