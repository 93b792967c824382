// Calls every function of every widget and compares its numbers with those of the native code, which
// `course dev widget-numbers` wrote into `calls`. The report's last line begins with "all agree" or
// "differ".
"use strict";

(async () => {
  const tolerance = 1e-12;
  const instances = {};
  for (const name of Object.keys(Widgets.code)) {
    instances[name] = await Widgets.instance(await WebAssembly.compile(Widgets.bytes(Widgets.code[name])));
  }
  const worst = {};
  const failures = [];
  for (const [widget, name, numbers, expected] of calls) {
    const result = instances[widget](name, numbers);
    worst[name] ??= { calls: 0, numbers: 0, difference: 0 };
    worst[name].calls += 1;
    worst[name].numbers += expected.length;
    if (expected.length === 0 || result.length !== expected.length) {
      failures.push(`${name} gives ${result.length} numbers, natively ${expected.length}`);
    }
    expected.forEach((number, index) => {
      const difference = Object.is(number, result[index]) ? 0
        : Math.abs(number - result[index]) / Math.max(1, Math.abs(number));
      if (!(difference <= tolerance)) {
        failures.push(`${name}(${numbers.slice(0, 4)} …)[${index}] is ${result[index]}, natively ${number}`);
      }
      worst[name].difference = Math.max(worst[name].difference, difference);
    });
  }
  const lines = Object.entries(worst).map(([name, w]) =>
    `${name}: ${w.numbers} numbers of ${w.calls} calls, largest difference ${w.difference}`);
  lines.push(...failures.slice(0, 20));
  lines.push(failures.length === 0 ? `all agree within ${tolerance}` : `differ: ${failures.length}`);
  document.getElementById("report").textContent = lines.join("\n");
})().catch((error) => { document.getElementById("report").textContent = `differ: ${error}`; });
