'use strict';
// nodemailer with Handlebars and its pool. Arguments and dialog are those of the Java peers: port, connections,
// the recipients' CSV file, the folder of the templates; a number on standard input sends as many mails.
const fs = require('fs');
const path = require('path');
const readline = require('readline');
const Handlebars = require('handlebars');
const nodemailer = require('nodemailer');

const [port, connections, csv, templates] = process.argv.slice(2);
const compiled = name => Handlebars.compile(fs.readFileSync(path.join(templates, name), 'utf8'));
const subject = Handlebars.compile('Hello {{name}}');
const text = compiled('mail.txt');
const html = compiled('mail.html');

const [head, ...rows] = fs.readFileSync(csv, 'utf8').trimEnd().split('\n').map(line => line.split(','));
const recipients = rows.map(row => Object.fromEntries(row.map((value, i) => [head[i], value])));

const transport = nodemailer.createTransport({
  pool: true,
  host: '127.0.0.1',
  port: Number(port),
  ignoreTLS: true,
  name: 'bench.example',
  maxConnections: Number(connections),
  maxMessages: Infinity,
});

async function send(mails) {
  let next = 0;
  const one = async () => {
    while (next < mails) {
      const recipient = recipients[next++ % recipients.length];
      await transport.sendMail({
        from: 'news@example.com',
        to: recipient.email,
        subject: subject(recipient),
        text: text(recipient),
        html: html(recipient),
      });
    }
  };
  // Two mails in flight a connection: the pool never runs dry, and memory stays bounded.
  await Promise.all(Array.from({ length: 2 * connections }, one));
}

(async () => {
  for await (const order of readline.createInterface({ input: process.stdin })) {
    await send(Number(order));
    console.log('done');
  }
  transport.close();
})().catch(problem => {
  console.error(problem);
  process.exit(2);
});
