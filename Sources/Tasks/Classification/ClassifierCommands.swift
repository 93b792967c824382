import Course
import Foundation
import Layers
import Text

/// `course evaluate` with a classifier.
func evaluateClassifier(_ model: Classifier, _ arguments: ParsedArguments) throws -> ExitStatus {
  let columns = LabelledText.Columns(
    label: arguments.string("--label-column"), text: arguments.string("--text-column"))
  let rows = try LabelledText.read(
    arguments.positionals, encoding: arguments.encoding(), columns: columns)
  let labels = model.labels
  let targets = try rows.map { row in
    guard let index = labels.firstIndex(of: row.label) else {
      throw ClassificationTexts.unknownLabel(row, labels)
    }
    return index
  }
  let symbols = rows.map { model.configuration.symbols(of: $0.text) }
  var report = ClassificationReport(
    try model.probabilities(symbols, threads: arguments.threads()), targets: targets, labels: labels
  )
  let seen = Set(model.seen)
  report.seenInTraining = symbols.count { seen.contains(ClassifierContent.mark(of: $0)) }
  report.empty = symbols.count(where: \.isEmpty)
  let indices = symbols.flatMap(model.content.indices(of:))
  let unknown = indices.count { $0 == model.vocabulary.unknown }
  report.unknown = Double(unknown) / Double(max(1, indices.count))
  let terminal = arguments.terminal
  if arguments.has("--json") {
    terminal.print(TrainingDisplay.json(report))
    return .done
  }
  for line in report.lines(width: terminal.width) { terminal.print(line) }
  for (count, note) in [
    (report.seenInTraining, ClassificationTexts.seenInTraining),
    (report.empty, { "\(grouped($0)) of the \(grouped($1)) texts have no words." }),
  ] where count != 0 {
    terminal.printWrapped("\n" + note(count ?? 0, rows.count))
  }
  return .done
}

extension Command {
  package static let predict = Command(
    name: "predict", summary: "gives each line of a text its label",
    usage: "course predict [FILE…] [--model PATH] [--probabilities] [--json]",
    example: "swift run course predict questions.txt --probabilities",
    flags: [
      Flag("--model PATH", "the model (default .course/classifier.safetensors)"),
      Flag("--probabilities", "prints the probability of each label beside it"), .encoding,
      .threads,
      Flag("--json", "prints one JSON object a line"),
    ], run: runPrediction)
}

/// What a model makes of one text.
private struct Prediction: Encodable {
  let label: String
  let probability: Double
  let probabilities: [String: Double]
}

private func runPrediction(_ arguments: ParsedArguments) throws -> ExitStatus {
  let (threads, encoding) = (try arguments.threads(), try arguments.encoding())
  let model = try Classifier(contentsOf: arguments.modelPath(otherwise: "classifier"))
  func show(_ texts: [String]) throws {
    let symbols = texts.map(model.configuration.symbols(of:))
    for row in try model.probabilities(symbols, threads: threads) {
      let line = line(for: row, model.labels, arguments)
      let terminal = arguments.terminal
      terminal.print(terminal.isInteractive ? PlainText.visible(line) : line)
    }
  }
  if arguments.positionals.isEmpty && isatty(0) == 1 {
    // Somebody types, and wants to see the answer before the next line.
    while let text = readLine() { try show([text]) }
    return .done
  }
  for file in arguments.positionals.isEmpty ? ["-"] : arguments.positionals {
    let text = try Corpus.read(file, encoding: encoding, flag: "--encoding")
    let lines = text.split(omittingEmptySubsequences: false) {
      $0 == "\n" || $0 == "\r\n" || $0 == "\r"
    }.map(String.init)
    let texts = lines.last == "" ? lines.dropLast() : lines[...]
    for start in stride(from: 0, to: texts.count, by: 1024) where !Program.hasLostOutput {
      try show(Array(texts[start..<min(texts.count, start + 1024)]))
    }
  }
  return .done
}

private func line(
  for row: [Float], _ labels: [String], _ arguments: ParsedArguments
) -> String {
  let best = ClassificationReport.likeliest(row)
  if arguments.has("--json") {
    return TrainingDisplay.json(
      Prediction(
        label: labels[best], probability: Double(row[best]),
        probabilities: Dictionary(uniqueKeysWithValues: zip(labels, row.map(Double.init)))))
  }
  if !arguments.has("--probabilities") { return labels[best] }
  let all = zip(labels, row).map { "\($0) \(fixed(Double($1), 3))" }
  return ([labels[best]] + all).joined(separator: "\t")
}
