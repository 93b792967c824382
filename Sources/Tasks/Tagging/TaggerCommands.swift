import Course
import Foundation
import Layers
import Text

extension Command {
  package static let tag = training(
    TaggerContent.self, summary: "trains a model that finds names and their classes",
    usage: "FILE… [--validation FILE] [--letters N] …",
    example: "train.conll --validation dev.conll", origin: ", words and classes")
}

/// `course evaluate` with a tagger.
func evaluateTagger(_ model: Tagger, _ arguments: ParsedArguments) throws -> ExitStatus {
  let text = try TaggedText(files: arguments.positionals, encoding: arguments.encoding())
  let sentences = text.sentences.flatMap(model.configuration.parts)
  for sentence in sentences { try model.content.check(sentence) }
  if let note = text.repairNote { arguments.terminal.complain(note, hanging: 2) }
  let examples = sentences.map { model.content.example($0, model.configuration) }
  var report = try TaggingReport(
    of: model.model(), model.content, examples, threads: arguments.threads())
  report.seenInTraining = model.known.count(
    in: sentences.map { KnownExamples.mark(of: $0.tokens) })
  report.unknown = model.vocabulary.unknownShare(of: examples.flatMap(\.words))
  return report.show(for: arguments)
}

/// What a tagger makes of a sentence.
private struct TaggedPrediction: Encodable {
  struct Entity: Encodable {
    let label, text: String
    /// The first of its tokens, and the one after its last, counted from 0.
    let from, to: Int
  }

  let tokens, tags: [String]
  let entities: [Entity]

  init(_ tokens: [String], _ tags: [String]) {
    (self.tokens, self.tags) = (tokens, tags)
    entities = EntitySpan.spans(of: tags).map {
      Entity(
        label: $0.label, text: tokens[$0.range].joined(separator: " "), from: $0.range.lowerBound,
        to: $0.range.upperBound)
    }
  }
}

/// `course predict` with a tagger.
func predictTags(_ file: Tagger, _ arguments: ParsedArguments) throws -> ExitStatus {
  let (model, threads) = (try file.model(), try arguments.threads())
  func show(_ sentences: [TaggedSentence]) throws {
    let parts = sentences.map(file.configuration.parts)
    let examples = parts.joined().map { file.content.example($0, file.configuration) }
    var tags = try file.content.tags(of: Array(examples), by: model, threads: threads).tags[...]
    for (sentence, parts) in zip(sentences, parts) {
      let own = tags.prefix(parts.count).joined().map { file.tags[$0] }
      tags = tags.dropFirst(parts.count)
      if arguments.has("--json") {
        arguments.show(TrainingDisplay.json(TaggedPrediction(sentence.tokens, own)))
      } else {
        for (token, tag) in zip(sentence.tokens, own) { arguments.show(token + "\t" + tag) }
        arguments.show("")
      }
    }
  }
  if arguments.has("--lines") || arguments.positionals.isEmpty && isatty(0) == 1 {
    try arguments.forEachLines(most: 256) { lines in
      try show(
        lines.map { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
          .filter { !$0.isEmpty }.map { TaggedSentence(tokens: $0) })
    }
    return .done
  }
  let files = arguments.positionals.isEmpty ? ["-"] : arguments.positionals
  let sentences = try TaggedText(
    files: files, encoding: arguments.encoding(), hasTags: false
  ).sentences
  for start in stride(from: 0, to: sentences.count, by: 256) where !Program.hasLostOutput {
    try show(Array(sentences[start..<min(sentences.count, start + 256)]))
  }
  return .done
}
