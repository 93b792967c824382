import Course
import Layers
import Text

extension Command {
  package static let classify = training(
    ClassifierContent.self, summary: "trains a model that gives texts labels",
    usage: "FILE… [--cell CELL] [--validation FILE] …", example: "reviews.csv --lower-case",
    origin: ", words and labels")
}

extension Flag {
  static let labelColumn = Flag(
    "--label-column COLUMN", "of a table: its name, or its number where there is no header")
  static let textColumn = Flag("--text-column COLUMN", "the same of the text")
}

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
  report.seenInTraining = model.known.count(in: symbols.map(KnownExamples.mark(of:)))
  report.empty = symbols.count(where: \.isEmpty)
  report.unknown = model.vocabulary.unknownShare(of: symbols.flatMap(model.content.indices(of:)))
  return report.show(for: arguments)
}

/// What a model makes of one text.
private struct Prediction: Encodable {
  let label: String
  let probability: Double
  let probabilities: [String: Double]
}

/// `course predict` with a classifier.
func predictLabels(
  _ model: Classifier, at path: String, _ arguments: ParsedArguments
) throws -> ExitStatus {
  // Of a table, its header and its labels would be read as texts.
  if let table = arguments.positionals.first(where: {
    [".csv", ".tsv"].contains($0.suffix(4).lowercased())
  }) {
    throw UserError(
      "\(table) is a table, and predict reads a text in each line. Give it the texts alone. If the table "
        + "has labels, judge by them: swift run course evaluate \(shellWord(table)) --model "
        + shellWord(path))
  }
  let threads = try arguments.threads()
  try arguments.forEachLines(most: 1024) { texts in
    let symbols = texts.map(model.configuration.symbols(of:))
    for row in try model.probabilities(symbols, threads: threads) {
      arguments.show(line(for: row, model.labels, arguments))
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
