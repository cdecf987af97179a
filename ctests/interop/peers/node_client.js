// Calls the calculator with the npm package soap: node node_client.js soap11|soap12 URL SCENARIO
'use strict';

const assert = require('assert');
const http = require('http');
const path = require('path');
const soap = require('soap');

const TEXT = 'Gr\u00fc\u00dfe, \u0395\u03bb\u03bb\u03ac\u03b4\u03b1, \u65e5\u672c\u8a9e, \u{1f30d} <&>"\'';

// With SOAP 1.2 the package leaves values as text: hence Number() and String().
async function add(client, a, b) {
  return Number((await client.AddAsync({ a, b }))[0].result);
}

const scenarios = {
  async add(client) {
    assert.strictEqual(await add(client, 2, 3), 5);
    assert.strictEqual(await add(client, -2147483648, 2147483647), -1);
  },

  async fault(client, version) {
    const error = await client.DivideAsync({ dividend: 7, divisor: 0 }).then(
      () => assert.fail('no fault'),
      (error) => error,
    );
    const fault = error.root.Envelope.Body.Fault;
    const reason = version === 'soap12' ? fault.Reason.Text : fault.faultstring;
    const detail = version === 'soap12' ? fault.Detail : fault.detail;
    assert.match(reason.$value ?? reason, /divide by zero/);
    assert.strictEqual(Number(detail.DivideByZero.dividend), 7);
    assert.equal((await client.DivideAsync({ dividend: 7, divisor: 2 }))[0].result, 3);
  },

  async utf8(client) {
    assert.strictEqual((await client.EchoAsync({ text: TEXT }))[0].text, TEXT);
    assert.ok(!(await client.EchoAsync({ text: '' }))[0].text);
  },

  async large(client) {
    const text = 'abcdefghijklmnopqrstuvwxyz\u00e9'.repeat(40000).slice(0, 1024 * 1024);
    assert.strictEqual((await client.EchoAsync({ text }))[0].text, text);
  },

  async record(client) {
    const data = Buffer.from(Array.from({ length: 256 }, (_, i) => i)).toString('base64');
    const sent = { id: 1234567890123, name: TEXT, ratio: 0.1, valid: true, data, number: [1, -2, 2147483647] };
    const got = (await client.EchoRecordAsync({ record: sent }))[0].record;
    for (const [name, value] of Object.entries({ ...sent, ratio: got.ratio })) {
      assert.strictEqual(String(got[name]), String(value));
    }
    assert.strictEqual(Number(got.ratio), sent.ratio);
    assert.strictEqual(got.note, undefined);
    const other = { id: -1, name: 'n', ratio: -1.5e300, valid: false, data: 'AA==', note: 'note' };
    const back = (await client.EchoRecordAsync({ record: other }))[0].record;
    assert.strictEqual(back.note, 'note');
    assert.strictEqual(Number(back.ratio), -1.5e300);
    assert.strictEqual(String(back.valid), 'false');
    assert.strictEqual(back.number, undefined);
  },

  async keepalive(client) {
    for (let number = 0; number < 10; number++) {
      assert.strictEqual(await add(client, number, 1), number + 1);
    }
  },
};

async function main() {
  const [version, url, wanted] = process.argv.slice(2);
  const file = path.join(path.dirname(__dirname), `calculator-${version}.wsdl`);
  const client = await soap.createClientAsync(file, { forceSoap12Headers: version === 'soap12' }, url);
  // One socket at most, so that calls one after the other have to share it.
  const httpAgent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const options = { forever: true, httpAgent };
  for (const name of ['Add', 'Divide', 'Echo', 'EchoRecord']) {
    client[`${name}Async`] = (input) =>
      new Promise((resolve, reject) => {
        client[name](input, (error, ...result) => (error ? reject(error) : resolve(result)), options);
      });
  }
  for (const name of wanted === 'all' ? Object.keys(scenarios) : [wanted]) {
    console.log(name);
    await scenarios[name](client, version);
  }
  httpAgent.destroy();
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
