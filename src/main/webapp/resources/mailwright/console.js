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

  /* Clicks: menus, dialogs, tabs, copying. */
  document.addEventListener('click', (event) => {
    const target = event.target.closest('[data-toggle],[data-dialog],[data-close],[data-tab],[data-width],[data-copy],[data-fill]');
    if (!target) return;
    const d = target.dataset;
    if (d.toggle) {
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
      }
      dialog.showModal();
    } else if (d.close === 'message') {
      target.closest('.message').remove();
    } else if (d.close === 'dialog') {
      target.closest('dialog').close();
    } else if (d.tab) {
      const group = target.parentElement;
      for (const tab of group.children) {
        const chosen = tab === target;
        tab.setAttribute('aria-selected', String(chosen));
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
    unsaved = false;
    const button = event.submitter;
    if (button && button.classList.contains('button')) button.setAttribute('aria-disabled', 'true');
    // A download leaves the page in place; so does a refused one.
    setTimeout(() => { delete form.dataset.sent; if (button) button.removeAttribute('aria-disabled'); }, 8000);
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

  document.addEventListener('input', (event) => {
    if (event.target.closest('form.keep')) unsaved = true;
  });
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

  document.addEventListener('DOMContentLoaded', () => {
    toasts();
    drops();
    document.querySelectorAll('.message[data-for]').forEach((m, n) => {
      const field = m.dataset.for && document.getElementById(m.dataset.for);
      if (!field) return;
      m.id = m.id || 'message-' + n;
      field.setAttribute('aria-invalid', 'true');
      field.setAttribute('aria-errormessage', m.id);
      if (n === 0) field.focus();
    });
    const asked = location.hash.startsWith('#open=') && document.getElementById(location.hash.slice(6));
    if (asked) {
      history.replaceState(null, '', location.pathname + location.search);
      if (asked.tagName === 'DIALOG') asked.showModal();
    }
    new MutationObserver(toasts).observe(document.querySelector('.messages') || document.body, { childList: true, subtree: true });
  });
})();
