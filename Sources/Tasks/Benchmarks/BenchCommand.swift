import Course
import Foundation

extension Command {
  package static let bench = Command(
    name: "bench", summary: "measures how fast Layers trains and generates here",
    usage: "course bench [--quick] [--json] [--hidden N] [--task train|generate|read] …",
    example: "swift run course bench --hidden 256 --batch 64",
    flags: [
      Flag("--quick", "three cases in under 20 seconds"),
      Flag("--task train|generate|read", "one case of this task (default train)"),
      Flag("--hidden N", "one case with so many units (default 128)"),
      Flag("--layers N", "one case with so many LSTMs (default 1)"),
      Flag("--batch N", "one case with so many rows (default 32)"),
      Flag("--length N", "one case with windows so long (default 64)"),
      Flag("--vocabulary N", "one case with so many symbols (default 96)"),
      Flag("--threads N", "at work at once (default 2)"),
      Flag("--bits 32|8", "of each weight where one case generates (default 32)"),
      Flag("--json", "prints one JSON array of objects, a case each"),
    ], positionals: 0...0, run: runBenchmarks)
}

private func runBenchmarks(_ arguments: ParsedArguments) throws -> ExitStatus {
  let (terminal, isQuick) = (arguments.terminal, arguments.has("--quick"))
  var results: [BenchmarkResult] = []
  if let single = try singleCase(arguments) {
    results = [single.measured(seconds: isQuick ? 1.5 : 4)]
  } else {
    let cases = isQuick ? BenchmarkCase.quick : BenchmarkCase.standard
    for (index, benchmark) in cases.enumerated() {
      terminal.showProgress("Measuring case \(index + 1) of \(cases.count) …")
      results.append(try benchmark.measuredAlone(quickly: isQuick))
    }
    terminal.clearProgress()
  }
  if arguments.has("--json") {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    terminal.print(String(decoding: try encoder.encode(results), as: UTF8.self))
  } else {
    for line in benchmarkTable(results) { terminal.print(line) }
  }
  return .done
}

/// The case that the flags describe, or nil where none does.
private func singleCase(_ arguments: ParsedArguments) throws -> BenchmarkCase? {
  let describing = Command.bench.flags.filter { $0.placeholder != nil }
  guard describing.contains(where: { arguments.has($0.name) }) else { return nil }
  var result = BenchmarkCase()
  let tasks = ["train", "generate", "read"]
  switch try arguments.choice("--task", default: "train", of: tasks) {
  case "generate":
    if let flag = BenchmarkCase.sizes.dropFirst(3).map(\.0).first(where: arguments.has) {
      throw UserError("\(flag) is for training; generating takes a symbol at a time: leave it out")
    }
    result = .generating(hidden: result.hidden)
    result.bits = try arguments.weights() == .eightBits ? 8 : 32
  case "read":
    if let flag = ["--layers", "--length"].first(where: arguments.has) {
      throw UserError(
        "\(flag) is for train; read has one LSTM in each direction and sentences of 5 to 60 symbols: "
          + "leave it out")
    }
    result = .reading
  default: break
  }
  if result.task != .generate && arguments.has("--bits") {
    throw UserError("--bits is for --task generate; training is in single precision: leave it out")
  }
  for (flag, size, range) in BenchmarkCase.sizes {
    result[keyPath: size] = try arguments.integer(flag, default: result[keyPath: size], in: range)
  }
  return result
}

extension BenchmarkCase {
  fileprivate typealias Size = WritableKeyPath<Self, Int> & Sendable

  /// What flags set; the first three also where text is generated.
  fileprivate static let sizes: [(String, Size, ClosedRange<Int>)] = [
    ("--hidden", \.hidden, 1...8192), ("--layers", \.layers, 1...16),
    ("--vocabulary", \.vocabulary, 2...200_000), ("--batch", \.batch, 1...4096),
    ("--length", \.length, 1...16_384), ("--threads", \.threads, 1...256),
  ]

  /// The cases of the README's table.
  static let standard = [
    BenchmarkCase(), BenchmarkCase(hidden: 256), BenchmarkCase(hidden: 512, layers: 2, batch: 64),
    BenchmarkCase(threads: 1), reading, generating(hidden: 128), generating(hidden: 512),
  ]

  static let quick = [BenchmarkCase(), BenchmarkCase(hidden: 256), generating(hidden: 128)]

  static let reading = BenchmarkCase(task: .read, length: 60)

  static func generating(hidden: Int) -> BenchmarkCase {
    BenchmarkCase(task: .generate, hidden: hidden, batch: 1, length: 1, threads: 1)
  }

  /// The command that measures this case and no other.
  private var words: [String] {
    let sizes = Self.sizes.filter { flag, _, _ in
      switch task {
      case .train: true
      case .generate: ["--hidden", "--layers", "--vocabulary"].contains(flag)
      case .read: !["--layers", "--length"].contains(flag)
      }
    }
    return ["bench", "--json", "--task", task.rawValue]
      + sizes.flatMap { [$0.0, "\(self[keyPath: $0.1])"] }
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

/// The table that people read: at most 78 columns.
func benchmarkTable(_ results: [BenchmarkResult]) -> [String] {
  let head = ["task", "hidden", "layers", "batch", "length", "vocab", "threads"]
  let rows = results.map { result -> [String] in
    let sizes = [result.hidden, result.layers, result.batch, result.length, result.vocabulary]
    return [result.task.rawValue] + (sizes + [result.threads]).map { "\($0)" } + [
      fixed(result.tokensPerSecond, 0), fixed(100 * result.peakFraction, 1) + " %",
      fixed(Double(result.peakBytes) / 1e6, 0) + " MB",
    ]
  }
  return ([head + ["tokens/s", "of peak", "memory"]] + rows).map { cells in
    let others = zip(cells.dropFirst(), [6, 6, 5, 6, 5, 7, 9, 8, 8]).map(flushRight)
    return ([padded(cells[0], to: 8)] + others).joined(separator: " ")
  }
}
