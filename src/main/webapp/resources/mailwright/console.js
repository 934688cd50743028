/* What the pages cannot do by themselves. Everything works from data attributes; no inline scripts. */
(() => {
  'use strict';
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const cookie = 'mailwright-zone=' + encodeURIComponent(zone || 'UTC');
  if (!document.cookie.split('; ').includes(cookie)) {
    document.cookie = cookie + '; path=/; max-age=31536000; samesite=lax';
  }

  /* PrimeFaces lets a form in only with the page's nonce, which is on our own script element. */
  const nonce = document.currentScript && document.currentScript.nonce;
  const sign = (form) => {
    if (!nonce || form.method !== 'post' || form.elements['primefaces.nonce']) return;
    const field = document.createElement('input');
    field.type = 'hidden';
    field.name = 'primefaces.nonce';
    field.value = nonce;
    form.append(field);
  };

  const isField = (e) => e && (e.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(e.tagName));
  let unsaved = false;
  const here = () => location.pathname + location.search;

  /* A form goes to the address of its page, query and all, so that a reload or a log-in in between comes back here. */
  const addQuery = () => document.querySelectorAll('form[method=post]').forEach((form) => {
    const action = new URL(form.action, location.href);
    if (action.pathname === location.pathname && action.search !== location.search) {
      action.search = location.search;
      form.action = action.href;
    }
  });

  /* The page is drawn anew every few seconds while something runs: the keyboard's place must survive that. */
  let lastFocus = null;
  const mark = (e) => ({ e, id: e.id, tag: e.tagName, text: e.textContent || e.value, dialog: e.dataset.dialog, href: e.getAttribute('href') });
  const find = (m) => {
    if (m.e.isConnected) return m.e;
    if (m.id) return document.getElementById(m.id);
    return [...document.querySelectorAll(m.tag)].find((e) => m.dialog ? e.dataset.dialog === m.dialog
      : e.getAttribute('href') === m.href && (m.href || (e.textContent || e.value) === m.text));
  };
  const refocus = (m) => {
    if (!m || (document.activeElement && document.activeElement !== document.body)) return;
    const e = find(m);
    if (e) e.focus({ preventScroll: true });
  };
  document.addEventListener('focusin', (event) => { lastFocus = mark(event.target); });
  document.addEventListener('pointerdown', () => { lastFocus = null; });

  /* So must what was unfolded. */
  const unfolded = new Set();
  document.addEventListener('toggle', (event) => {
    const { id, tagName, open, isConnected } = event.target;
    if (tagName === 'DETAILS' && id && isConnected) unfolded[open ? 'add' : 'delete'](id);
  }, true);
  const unfold = () => unfolded.forEach((id) => {
    const details = document.getElementById(id);
    if (details) details.open = true;
  });

  /* And how far a wide table was pushed aside. */
  const pushed = new Map();
  const placeOf = (box) => {
    const owner = box.parentElement.closest('[id]');
    return owner ? owner.id + ' ' + [...owner.querySelectorAll('.scroll')].indexOf(box) : '';
  };
  document.addEventListener('scroll', (event) => {
    const box = event.target;
    if (box.classList && box.classList.contains('scroll')) pushed.set(placeOf(box), box.scrollLeft);
  }, true);
  const pushAside = () => document.querySelectorAll('.scroll').forEach((box) => {
    const left = pushed.get(placeOf(box));
    if (left && box.scrollLeft !== left) box.scrollLeft = left;
  });

  /* Who marks a text to copy it keeps the mark: the page waits with its next look until it is gone. */
  const isMarking = () => {
    const mark = getSelection();
    return !!mark && !mark.isCollapsed && mark.toString().trim() !== '' && !isField(document.activeElement);
  };
  const lookLater = () => {
    if (!window.PrimeFaces || !window.PrimeFaces.ab) return;
    const send = window.PrimeFaces.ab;
    window.PrimeFaces.ab = (request, more) => {
      const source = typeof request.s === 'string' ? document.getElementById(request.s) : request.s;
      const isClock = !source || source.tagName === 'DIV';
      return isClock && isMarking() ? undefined : send(request, more);
    };
  };

  /* What is typed is kept in this browser tab until it is saved: a session may end, a server may restart. */
  const store = {
    get: (key) => { try { return JSON.parse(sessionStorage.getItem('mailwright-' + key)); } catch (e) { return null; } },
    set: (key, value) => { try { sessionStorage.setItem('mailwright-' + key, JSON.stringify(value)); } catch (e) { /* full: the page works without */ } },
    drop: (key) => sessionStorage.removeItem('mailwright-' + key),
  };
  const isKept = (e) => e.name && !/^(hidden|password|file|submit|button|image|reset)$/.test(e.type) && !e.readOnly && !e.disabled;
  const typed = () => {
    const fields = {};
    document.querySelectorAll('form.keep').forEach((form) => {
      for (const e of form.elements) {
        if (!isKept(e)) continue;
        const values = fields[e.name] = fields[e.name] || [];
        if (e.type === 'checkbox' || e.type === 'radio') { if (e.checked) values.push(e.value); }
        else if (e.multiple && e.options) values.push(...[...e.selectedOptions].map((o) => o.value));
        else values.push(e.value);
      }
    });
    return fields;
  };
  const keepTyped = () => {
    const before = store.get('typed');
    const fields = before && before.page === here() ? before.fields : {};
    store.set('typed', { page: here(), fields: Object.assign(fields, typed()) });
  };
  const restore = () => {
    const isPosted = store.get('posted') === here();
    store.drop('posted');
    if (location.pathname.endsWith('/login')) return;
    const isBack = store.get('back') === here();
    if (!isBack) store.drop('back');
    const kept = store.get('typed');
    if (!isBack && !isPosted) { store.drop('typed'); return; }
    if (!isBack || !kept || kept.page !== here()) return;
    let changed = false;
    document.querySelectorAll('form.keep').forEach((form) => {
      for (const e of form.elements) {
        const values = isKept(e) && kept.fields[e.name];
        if (!values) continue;
        if (e.type === 'checkbox' || e.type === 'radio') {
          if (e.checked !== values.includes(e.value)) { e.checked = !e.checked; changed = true; }
        } else if (!e.multiple && e.value !== values[0]) { e.value = values[0]; changed = true; }
      }
    });
    if (!changed) return;
    unsaved = true;
    const note = document.createElement('p');
    note.className = 'note warn restored';
    note.setAttribute('role', 'status');
    note.textContent = document.body.dataset.restored || '';
    document.querySelector('.messages').after(note);
  };

  /* Escape and the buttons close it; the browser keeps the keyboard inside, and we give it back to where it was. */
  const ask = (dialog) => {
    const opener = lastFocus || (document.activeElement && mark(document.activeElement));
    dialog.addEventListener('close', () => setTimeout(() => refocus(opener)), { once: true });
    dialog.showModal();
  };

  /* What a question says must be so at the moment it is put: the page behind it may be minutes old. */
  const askAnew = (dialog) => {
    const look = dialog.querySelector('.look');
    if (!look || !window.jQuery) { ask(dialog); return; }
    const pages = window.jQuery(document);
    const answered = (event, request, settings) => {
      const source = settings && settings.source;
      if (source !== look.id && source !== look) return;
      pages.off('pfAjaxComplete', answered);
      // Without an answer there is nothing true to say; that the server is silent stands in the page.
      if (request.status === 200 && !dialog.open) ask(dialog);
    };
    pages.on('pfAjaxComplete', answered);
    look.click();
  };

  /* On paper nothing can be unfolded. */
  addEventListener('beforeprint', () => {
    for (const folded of document.querySelectorAll('.report details:not([open]), figure details:not([open]), details.more:not([open])')) {
      folded.open = true;
      folded.dataset.folded = '1';
    }
  });
  addEventListener('afterprint', () => {
    for (const folded of document.querySelectorAll('details[data-folded]')) {
      folded.open = false;
      delete folded.dataset.folded;
    }
  });

  /* Clicks: menus, dialogs, tabs, copying. */
  document.addEventListener('click', (event) => {
    const target = event.target.closest('[data-toggle],[data-dialog],[data-close],[data-tab],[data-width],[data-copy],[data-fill],[data-print]');
    if (!target) return;
    const d = target.dataset;
    if (d.print) {
      window.print();
    } else if (d.toggle) {
      const open = document.getElementById(d.toggle).classList.toggle('open');
      target.setAttribute('aria-expanded', String(open));
    } else if (d.dialog) {
      const dialog = document.getElementById(d.dialog);
      if (!dialog) {
        // The state changed since the page was made: read it again, then ask.
        location.hash = 'open=' + d.dialog;
        location.reload();
        return;
      }
      if (d.value !== undefined) {
        const id = dialog.querySelector('input.chosen');
        if (id) id.value = d.value;
        const label = dialog.querySelector('.chosen-name');
        if (label) label.textContent = d.name || '';
        // What is to be changed is shown as it is: saving one thing must not change another.
        const choice = dialog.querySelector('.choice');
        if (choice && d.choice) choice.value = d.choice;
        for (const field of dialog.querySelectorAll('[data-from]')) field.value = d[field.dataset.from] || '';
        const version = dialog.querySelector('input.chosen-version');
        if (version && d.version) version.value = d.version;
      }
      askAnew(dialog);
    } else if (d.close === 'message') {
      target.closest('.message').remove();
    } else if (d.close === 'dialog') {
      target.closest('dialog').close();
    } else if (d.tab) {
      const group = target.parentElement;
      for (const tab of group.children) {
        const chosen = tab === target;
        tab.setAttribute('aria-selected', String(chosen));
        tab.tabIndex = chosen ? 0 : -1;
        document.getElementById(tab.dataset.tab).hidden = !chosen;
      }
    } else if (d.width) {
      document.querySelectorAll('iframe.preview').forEach((f) => f.classList.toggle('phone', d.width === 'phone'));
      for (const b of target.parentElement.children) b.setAttribute('aria-pressed', String(b === target));
    } else if (d.copy) {
      navigator.clipboard.writeText(document.getElementById(d.copy).textContent);
    } else if (d.fill) {
      const input = document.getElementById(d.fill);
      input.value = d.value;
      input.dispatchEvent(new Event('change', { bubbles: true }));
      input.focus();
    }
  });

  /* A form is sent once: a second click while the first is on its way does nothing. */
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = '1';
    sign(form);
    addQuery();
    if (form.classList.contains('keep')) { keepTyped(); store.set('posted', here()); }
    unsaved = false;
    const button = event.submitter;
    if (button && button.classList.contains('button')) button.setAttribute('aria-disabled', 'true');
    // A download leaves the page in place; so does a refused one.
    setTimeout(() => { delete form.dataset.sent; if (button) button.removeAttribute('aria-disabled'); }, 8000);
  });

  /* Arrows go through bars and tabs, as the keyboard expects of such groups. */
  document.addEventListener('keydown', (event) => {
    const group = event.target.closest && event.target.closest('.roving, [role=tablist]');
    if (!group) return;
    const all = [...group.children];
    const at = all.indexOf(event.target);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined || !all[to]) return;
    event.preventDefault();
    all.forEach((e, n) => { e.tabIndex = n === to ? 0 : -1; });
    all[to].focus();
    if (group.getAttribute('role') === 'tablist') all[to].click();
  });

  /* Keys: / goes to the search, Ctrl+S saves. */
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && !isField(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector('input[type=search]');
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (event.key === 'Enter' && event.target.tagName === 'INPUT' && event.target.form) {
      // The first button of a form is not always the one that Enter should mean.
      const save = event.target.form.querySelector('.save');
      if (save && event.target.type !== 'submit' && event.target.type !== 'file') { event.preventDefault(); save.click(); }
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
      const save = document.querySelector('[data-save], .save');
      if (save) { event.preventDefault(); save.click(); }
    }
  });

  /* What is pasted, dropped or filled in comes without a key, for which the previews of what is typed wait. */
  document.addEventListener('input', (event) => {
    if (isField(event.target)) event.target.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true }));
  });

  let pause;
  document.addEventListener('input', (event) => {
    if (event.target.closest('form.keep')) {
      unsaved = true;
      clearTimeout(pause);
      pause = setTimeout(keepTyped, 250);
    }
    const search = event.target.closest('form[data-live]');
    if (search) soon(search);
  });
  document.addEventListener('change', (event) => {
    const search = event.target.closest('form[data-live]');
    if (search && event.target.tagName === 'SELECT') soon(search);
  });

  /* Filters act while one types; the address says what is shown. */
  let typing, running;
  const soon = (form) => { clearTimeout(typing); typing = setTimeout(() => filter(form), 300); };
  const filter = (form) => {
    if (running) running.abort();
    running = new AbortController();
    const url = new URL(form.action, location.href);
    url.search = new URLSearchParams(new FormData(form)).toString();
    fetch(url, { signal: running.signal }).then((answer) => {
      if (answer.redirected || !answer.ok) { location.assign(url); return ''; }
      return answer.text();
    }).then((html) => {
      const found = html && new DOMParser().parseFromString(html, 'text/html').getElementById(form.dataset.live);
      if (!found) return;
      document.getElementById(form.dataset.live).replaceChildren(...found.childNodes);
      history.replaceState(null, '', url);
      addQuery();
    }).catch((e) => { if (e.name !== 'AbortError') throw e; });
  };

  /* A poll that gets no answer says so, and takes it back with the next one. */
  const lost = (isLost) => {
    let note = document.querySelector('.lost');
    if (!isLost) { if (note) note.remove(); return; }
    if (note) return;
    note = document.createElement('p');
    note.className = 'lost note bad';
    note.setAttribute('role', 'alert');
    note.textContent = document.body.dataset.lost || '';
    document.body.append(note);
  };
  window.addEventListener('beforeunload', (event) => { if (unsaved) event.preventDefault(); });

  /* What worked is shown in a corner and leaves by itself; what failed stays in the page. */
  const toasts = () => {
    const good = document.querySelectorAll('.messages .message.good');
    if (!good.length) return;
    let corner = document.querySelector('.toasts');
    if (!corner) {
      corner = document.createElement('div');
      corner.className = 'toasts';
      corner.setAttribute('aria-live', 'polite');
      document.body.append(corner);
    }
    good.forEach((m) => { corner.append(m); setTimeout(() => m.remove(), 7000); });
  };

  /* Files: drag and drop or choose. First a look at the beginning, then the whole file, streamed, with progress. */
  const say = (drop, text, isBad) => {
    const words = drop.querySelector('.upload-words');
    words.textContent = text;
    words.classList.toggle('note', isBad);
    words.classList.toggle('bad', isBad);
  };
  const post = (drop, url, body, done, progress) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('X-Mailwright', drop.dataset.key);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    if (progress) request.upload.onprogress = progress;
    request.onload = () => {
      if (request.status === 401) { location.reload(); return; }
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch (e) { answer = {}; }
      if (request.status < 300) done(answer); else say(drop, answer.message || drop.dataset.failed, true);
    };
    request.onerror = () => say(drop, drop.dataset.failed, true);
    request.send(body);
  };
  const row = (cells, tag, extra) => {
    const line = document.createElement('tr');
    cells.forEach((cell) => {
      const box = document.createElement(tag);
      box.textContent = cell;
      if (extra) extra(box);
      line.append(box);
    });
    return line;
  };
  const upload = (drop, file) => {
    const url = new URL(drop.dataset.upload, location.href);
    url.searchParams.set('name', file.name);
    const chosen = document.querySelector('.look input[type=radio]:checked');
    url.searchParams.set('onError', chosen ? chosen.value : 'skip');
    const bar = drop.querySelector('.bar');
    bar.hidden = false;
    post(drop, url, file, (answer) => location.assign(answer.go), (e) => {
      if (e.lengthComputable) bar.querySelector('i').style.width = (100 * e.loaded / e.total) + '%';
    });
  };
  const look = (drop, file) => {
    const panel = document.querySelector('.look'), table = panel.querySelector('.look-table');
    panel.querySelector('.look-go').onclick = (event) => {
      event.target.disabled = true;
      upload(drop, file);
    };
    say(drop, file.name, false);
    table.tHead.replaceChildren();
    table.tBodies[0].replaceChildren();
    panel.querySelector('.look-format').textContent = '';
    const isBook = /\.xlsx$/i.test(file.name);
    if (isBook && file.size > 20000000) {
      say(drop, file.name + ' ' + drop.dataset.more, false);
      panel.hidden = false;
      return;
    }
    const url = new URL(drop.dataset.upload, location.href);
    url.searchParams.set('look', '1');
    post(drop, url, isBook ? file : file.slice(0, 300000), (answer) => {
      panel.querySelector('.look-format').textContent = answer.format;
      table.tHead.append(row(answer.columns.map((c) => c.written === c.name ? c.name : c.written + ' → ' + c.name), 'th'));
      answer.rows.forEach((r) => table.tBodies[0].append(r.fault
        ? row([r.line + ': ' + r.fault], 'td', (box) => { box.colSpan = answer.columns.length; box.className = 'fault'; })
        : row(r.values, 'td')));
      panel.hidden = false;
    });
  };
  const drops = () => document.querySelectorAll('.drop[data-upload]').forEach((drop) => {
    const input = drop.querySelector('input[type=file]');
    drop.addEventListener('dragover', (e) => { e.preventDefault(); drop.classList.add('over'); });
    drop.addEventListener('dragleave', () => drop.classList.remove('over'));
    drop.addEventListener('drop', (e) => {
      e.preventDefault();
      drop.classList.remove('over');
      if (e.dataTransfer.files.length) look(drop, e.dataTransfer.files[0]);
    });
    input.addEventListener('change', () => { if (input.files.length) look(drop, input.files[0]); });
  });

  /* What is wrong with a field stands beside it, and the field is where the keyboard is. */
  const beside = () => document.querySelectorAll('.messages .message.bad[data-for]').forEach((m, n) => {
    const field = m.dataset.for && document.getElementById(m.dataset.for);
    if (!field) return;
    m.id = m.id || 'message-' + n;
    const input = isField(field) ? field : field.querySelector('input, select, textarea') || field;
    field.setAttribute('aria-invalid', 'true');
    input.setAttribute('aria-describedby', [input.getAttribute('aria-describedby'), m.id].filter(Boolean).join(' '));
    const box = field.closest('.field, fieldset');
    if (box) box.append(m); else field.after(m);
    const folded = field.closest('details');
    if (folded) folded.open = true;
    const dialog = field.closest('dialog');
    if (dialog && !dialog.open) ask(dialog);
    if (n === 0) input.focus();
  });

  document.addEventListener('DOMContentLoaded', () => {
    if (location.pathname.endsWith('/login')) {
      const query = new URLSearchParams(location.search);
      if (query.has('ended') && query.get('to')) store.set('back', query.get('to'));
    }
    // The server did not know the page any more and led back here: what was typed is taken up again.
    if (document.querySelector('[data-again]')) store.set('back', here());
    addQuery();
    restore();
    toasts();
    drops();
    beside();
    document.querySelectorAll('[role=tablist]').forEach((list) => [...list.children].forEach((tab) => {
      const panel = document.getElementById(tab.dataset.tab);
      tab.tabIndex = tab.getAttribute('aria-selected') === 'true' ? 0 : -1;
      tab.id = tab.id || 'tab-' + tab.dataset.tab;
      tab.setAttribute('aria-controls', tab.dataset.tab);
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', tab.id);
    }));
    lookLater();
    if (window.jQuery) {
      window.jQuery(document).on('pfAjaxComplete', () => { addQuery(); unfold(); pushAside(); refocus(lastFocus); })
        .on('pfAjaxError', () => lost(true)).on('pfAjaxSuccess', () => lost(false));
    }
    const asked = location.hash.startsWith('#open=') && document.getElementById(location.hash.slice(6));
    if (asked) {
      history.replaceState(null, '', location.pathname + location.search);
      if (asked.tagName === 'DIALOG') ask(asked);
    }
    new MutationObserver(toasts).observe(document.querySelector('.messages') || document.body, { childList: true, subtree: true });
  });
})();
