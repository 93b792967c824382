import Course
import Foundation
import Layers
import Plots
import Text

extension Command {
  package static let translate = training(
    TranslatorContent.self, summary: "trains a model that translates sentences",
    usage: "SOURCE TARGET | FILE [--vocabulary N] …", example: "train.en train.de",
    origin: " and words", positionals: 0...2)
}

extension ParsedArguments {
  fileprivate func beam() throws -> Int { try integer("--beam", default: 1, in: 1...100) }
}

/// `course evaluate` with a translator.
func evaluateTranslator(_ file: Translator, _ arguments: ParsedArguments) throws -> ExitStatus {
  let all = try SentencePair.read(arguments.positionals, encoding: arguments.encoding())
    .map { TranslationTexts.Pair($0, file.configuration) }
  let pairs = all.filter(\.isWhole)
  if pairs.isEmpty { throw UserError("no sentence has a translation. Give some that have") }
  var report = try TranslationReport(
    of: file.model(), file.content, pairs, beam: arguments.beam(), threads: arguments.threads())
  report.seenInTraining = file.known.count(in: pairs.map(\.mark))
  return report.show(for: arguments)
}

/// What a translator makes of a sentence.
private struct TranslatedLine: Encodable {
  let source, translation: String
}

/// `course predict` with a translator.
func translate(
  _ file: Translator, at path: String, _ arguments: ParsedArguments
) throws -> ExitStatus {
  let (content, configuration, beam) = (file.content, file.configuration, try arguments.beam())
  let (inputs, next, weights) = content.alignedValues(configuration)
  let model = try Model(inputs: inputs, outputs: [next], tensors: file.best, seed: 0)
  var picture = try arguments.picture("--attention", besides: path)
  try arguments.forEachLines(most: beam > 1 ? 1 : 256) { lines in
    // Nobody writes sentences so long.
    let words = lines.map { Array(configuration.symbols(of: $0).prefix(1000)) }
    let sources = words.map(content.source.indices(of:))
    let filled = sources.indices.filter { !sources[$0].isEmpty }
    let found = try content.translations(of: filled.map { sources[$0] }, by: model, beam: beam)
    let translations = Dictionary(uniqueKeysWithValues: zip(filled, found))
    for (index, line) in lines.enumerated() {
      let text = configuration.text(of: content.words(of: translations[index] ?? []))
      arguments.show(
        arguments.has("--json")
          ? TrainingDisplay.json(TranslatedLine(source: line, translation: text)) : text)
    }
    guard let path = picture, let first = filled.first else { return }
    let looks = try Model(inputs: inputs, outputs: [weights]).predictSequences(
      ([sources[first]], [[content.boundary] + found[0]]))[0]
    try alignment(looks, words[first], content.words(of: found[0])).write(to: path)
    picture = nil
  }
  if picture != nil {
    throw UserError("there is no line with words, so that --attention has nothing to draw")
  }
  return .done
}

/// Where a translation looks, a row for each word that it writes and for its end.
private func alignment(_ looks: [[Float]], _ source: [String], _ words: [String]) -> HeatMap {
  HeatMap(
    title: "Where the translation looks",
    description: "Each row is a word that is written, each column one that was read: “"
      + source.joined(separator: " ") + "”. The darkest cells are looked at most.",
    values: looks.map { $0.map(Double.init) }, rowLabels: words + ["(end)"], columnLabels: source,
    rowTitle: "written", columnTitle: "read", valueLabel: "attention", range: 0...1)
}

extension HeatMap {
  fileprivate func write(to path: String) throws {
    try AtomicFile.write([Array(svg().utf8)], to: path)
  }
}
