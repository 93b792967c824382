import Course
import Foundation

extension Command {
  package static let bench = Command(
    name: "bench", summary: "measures how fast Layers trains and generates here",
    usage: "course bench [--quick] [--json] [--hidden N] [--task train|generate] …",
    example: "swift run course bench --hidden 256 --batch 64",
    flags: [
      Flag(name: "--quick", help: "three cases in under 20 seconds"),
      Flag(
        name: "--task", placeholder: "train|generate", help: "one case of this task (default train)"
      ),
      Flag(name: "--hidden", placeholder: "N", help: "one case with so many units (default 128)"),
      Flag(name: "--layers", placeholder: "N", help: "one case with so many LSTMs (default 1)"),
      Flag(name: "--batch", placeholder: "N", help: "one case with so many rows (default 32)"),
      Flag(name: "--length", placeholder: "N", help: "one case with windows so long (default 64)"),
      Flag(
        name: "--vocabulary", placeholder: "N", help: "one case with so many symbols (default 96)"),
      Flag(name: "--threads", placeholder: "N", help: "at work at once (default 2)"),
      Flag(name: "--json", help: "prints one JSON array of objects, a case each"),
    ],
    positionals: 0...0
  ) { arguments in
    try runBenchmarks(arguments)
  }
}

private func runBenchmarks(_ arguments: ParsedArguments) throws -> ExitStatus {
  let terminal = arguments.terminal
  if let single = try singleCase(arguments) {
    let result = single.measured(seconds: arguments.has("--quick") ? 1.5 : 4)
    try show([result], asJSON: arguments.has("--json"), terminal)
    return .done
  }
  let cases = arguments.has("--quick") ? BenchmarkCase.quick : BenchmarkCase.standard
  var results: [BenchmarkResult] = []
  for (index, benchmark) in cases.enumerated() {
    terminal.showProgress("Measuring case \(index + 1) of \(cases.count) …")
    results.append(try benchmark.measuredAlone(quickly: arguments.has("--quick")))
  }
  terminal.clearProgress()
  try show(results, asJSON: arguments.has("--json"), terminal)
  return .done
}

/// The case that the flags describe, or nil where none does.
private func singleCase(_ arguments: ParsedArguments) throws -> BenchmarkCase? {
  let describing = [
    "--task", "--hidden", "--layers", "--batch", "--length", "--vocabulary", "--threads",
  ]
  guard describing.contains(where: arguments.has) else { return nil }
  var result = BenchmarkCase()
  let task = try arguments.choice("--task", default: "train", of: ["train", "generate"])
  if task == "generate" {
    if let flag = ["--batch", "--length", "--threads"].first(where: arguments.has) {
      throw UserError("\(flag) is for training; generating takes a symbol at a time: leave it out")
    }
    result = .generating(hidden: result.hidden)
  }
  result.hidden = try arguments.integer("--hidden", default: 128, in: 1...8192)
  result.layers = try arguments.integer("--layers", default: 1, in: 1...16)
  result.batch = try arguments.integer("--batch", default: result.batch, in: 1...4096)
  result.length = try arguments.integer("--length", default: result.length, in: 1...16_384)
  result.vocabulary = try arguments.integer("--vocabulary", default: 96, in: 2...200_000)
  result.threads = try arguments.integer("--threads", default: result.threads, in: 1...256)
  return result
}

extension BenchmarkCase {
  /// The cases of the README's table.
  package static let standard = [
    BenchmarkCase(), BenchmarkCase(hidden: 256), BenchmarkCase(hidden: 512, layers: 2, batch: 64),
    BenchmarkCase(threads: 1), generating(hidden: 128), generating(hidden: 512),
  ]

  static let quick = [BenchmarkCase(), BenchmarkCase(hidden: 256), generating(hidden: 128)]

  static func generating(hidden: Int) -> BenchmarkCase {
    BenchmarkCase(task: .generate, hidden: hidden, batch: 1, length: 1, threads: 1)
  }

  /// The command that measures this case and no other.
  package var words: [String] {
    var words = ["bench", "--json", "--task", task.rawValue]
    words += ["--hidden", "\(hidden)", "--layers", "\(layers)", "--vocabulary", "\(vocabulary)"]
    if task == .train {
      words += ["--batch", "\(batch)", "--length", "\(length)", "--threads", "\(threads)"]
    }
    return words
  }

  /// Runs the case in a process of its own, so that its memory is its own and nothing that ran
  /// before it warms or fills a cache.
  package func measuredAlone(quickly: Bool) throws -> BenchmarkResult {
    let program = Bundle.main.executablePath ?? CommandLine.arguments[0]
    let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    let run = runChild([program] + words + (quickly ? ["--quick"] : []), in: here)
    let results = try? JSONDecoder().decode([BenchmarkResult].self, from: Data(run.output.utf8))
    guard run.end == .exited(0), let result = results?.first else {
      throw UserError("this case could not be measured: course \(words.joined(separator: " "))")
    }
    return result
  }
}

// MARK: - Showing

private func show(_ results: [BenchmarkResult], asJSON: Bool, _ terminal: Terminal) throws {
  if asJSON {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    terminal.print(String(decoding: try encoder.encode(results), as: UTF8.self))
  } else {
    for line in benchmarkTable(results) { terminal.print(line) }
  }
}

/// The table that people read: at most 78 columns.
func benchmarkTable(_ results: [BenchmarkResult]) -> [String] {
  let head = ["task", "hidden", "layers", "batch", "length", "vocab", "threads"]
  var lines = [row(head + ["tokens/s", "of peak", "memory"])]
  for result in results {
    let sizes = [
      result.hidden, result.layers, result.batch, result.length, result.vocabulary,
      result.threads,
    ]
    lines.append(
      row(
        [result.task.rawValue] + sizes.map { "\($0)" } + [
          String(format: "%.0f", result.tokensPerSecond),
          String(format: "%.1f %%", 100 * result.peakFraction),
          String(format: "%.0f MB", Double(result.peakBytes) / 1e6),
        ]))
  }
  return lines
}

private func row(_ cells: [String]) -> String {
  let widths = [8, 6, 6, 5, 6, 5, 7, 9, 8, 8]
  return zip(cells, widths).enumerated().map { index, cell in
    let space = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
    return index == 0 ? cell.0 + space : space + cell.0
  }.joined(separator: " ")
}
