import Course
import Foundation
import Layers
import Text

extension Command {
  package static let predict = Command(
    name: "predict", summary: "gives labels, tags, translations or forecasts",
    usage: "course predict [FILE…] [--model PATH] [--probabilities] [--beam N] [--json]",
    example: "swift run course predict questions.txt --probabilities",
    flags: [
      Flag("--model PATH", "the model (default: that in .course which is trained for such a task)")
    ]
      + flagsOfTasks.all + [
        .encoding, .threads, Flag("--json", "prints one JSON object for each text or sentence"),
      ], run: runPrediction)
}

extension Flag {
  static let encoding = Flag(
    "--encoding NAME", "of the files: latin1, windows-1252 or utf-16 (default utf-8)")
  static let beam = Flag(
    "--beam N",
    "translations that are kept while searching (default 1: the likeliest word each time)")
}

private let flagsOfTasks: KeyValuePairs<ModelTask, [Flag]> = [
  .classify: [Flag("--probabilities", "of a classifier: prints that of each label beside it")],
  .forecast: [.plot],
  .tag: [Flag("--lines", "of a tagger: each line is a sentence, its tokens parted by spaces")],
  .translate: [
    .beam,
    Flag("--attention FILE", "of a translator: draws where it looks in the first line, as SVG"),
  ],
]

private func runPrediction(_ arguments: ParsedArguments) throws -> ExitStatus {
  let path = try arguments.predictor()
  let file = try ModelTask.classify.open(path)
  let task = ModelTask(of: file)
  try task?.checkFlags(arguments, among: flagsOfTasks, path)
  switch task {
  case .forecast: return try predictForecasts(Forecaster(file, at: path), at: path, arguments)
  case .tag: return try predictTags(Tagger(file, at: path), arguments)
  case .translate: return try translate(Translator(file, at: path), at: path, arguments)
  case .classify, .language, nil:
    return try predictLabels(Classifier(file, at: path), at: path, arguments)
  }
}

extension ParsedArguments {
  /// The model that is meant: unless `--model` names it, the only one there is that predicts.
  fileprivate func predictor() throws -> String {
    if let path = string("--model") { return path }
    let paths = ModelTask.allCases.filter { $0 != .language }
      .map { standardModelPath(named: $0.standardName) }
    let there = paths.filter(FileManager.default.fileExists(atPath:))
    if there.count < 2 { return there.first ?? paths[0] }
    throw UserError(
      "there are several models. Name one: --model "
        + there.map(shellWord).joined(separator: ", or --model "))
  }

  /// How the files' bytes are read; nil for UTF-8.
  func encoding() throws -> TextEncoding? {
    let names = TextEncoding.allCases.map(\.rawValue)
    return TextEncoding(rawValue: try choice("--encoding", default: "", of: names))
  }

  /// The lines of the files, or of what comes in; where somebody types, each by itself, since they want
  /// to see the answer before the next.
  ///
  /// - Parameter most: how many are handed on at once.
  func forEachLines(most: Int, _ use: ([String]) throws -> Void) throws {
    if positionals.isEmpty && isatty(0) == 1 {
      while let text = readLine() { try use([text]) }
      return
    }
    for file in positionals.isEmpty ? ["-"] : positionals {
      let text = try Corpus.read(file, encoding: encoding(), flag: "--encoding")
      let lines = text.split(omittingEmptySubsequences: false) {
        $0 == "\n" || $0 == "\r\n" || $0 == "\r"
      }.map(String.init)
      let texts = lines.last == "" ? lines.dropLast() : lines[...]
      for start in stride(from: 0, to: texts.count, by: most) where !Program.hasLostOutput {
        try use(Array(texts[start..<min(texts.count, start + most)]))
      }
    }
  }

  /// Prints a line of what was predicted.
  func show(_ line: String) {
    terminal.print(terminal.isInteractive ? PlainText.visible(line) : line)
  }
}
