import Course
import Layers
import LinearAlgebra
import Text

/// The files of tagged sentences as they are.
package struct TaggedFiles: MaterialFiles {
  let text: TaggedText
  /// Of the file to validate with; nil where a share is held back.
  let held: TaggedText?

  package init(_ files: [String], _ configuration: TaggerConfiguration) throws {
    let encoding = configuration.textEncoding
    text = try TaggedText(files: files, encoding: encoding)
    held =
      configuration.validationShare == nil
      ? try TaggedText(files: [configuration.validation], encoding: encoding) : nil
  }

  package var count: Int { text.sentences.count }

  package var fingerprint: UInt64 {
    var fingerprint = Fingerprint()
    for sentence in text.sentences + (held?.sentences ?? []) {
      for words in [sentence.tokens, sentence.tags] {
        fingerprint.add(words.joined(separator: "\t") + "\n")
      }
    }
    return fingerprint.value
  }
}

/// Sentences to train a tagger with, as it reads them.
package struct TaggingTexts: LearningMaterial {
  package let loss = Loss.crf
  package static let unitName = "sentences"
  package let content: TaggerContent
  package let notes: [String]
  let training: [TaggedExample]
  private let validation: [TaggedExample]
  /// The share of words that are read as unknown ones.
  private let unknown: Double

  package init(
    _ files: TaggedFiles, _ configuration: TaggerConfiguration, content old: TaggerContent?
  ) throws {
    let sentences = files.text.sentences.flatMap(configuration.parts)
    let classes = Self.classes(sentences)
    if classes.isEmpty {
      throw UserError(
        "no token of \(grouped(sentences.count)) sentences has another tag than O. Give some with names "
          + "in them")
    }
    var (training, held) = try configuration.split(
      sentences, mark: { KnownExamples.mark(of: $0.tokens) },
      kind: { $0.tags.allSatisfy { $0 == "O" } }, kinds: [false, true])
    if let file = files.held { held = file.sentences.flatMap(configuration.parts) }
    let content = TaggerContent(
      tags: old?.tags ?? ["O"] + classes.flatMap { ["B-" + $0, "I-" + $0] },
      vocabulary: old?.vocabulary
        ?? Vocabulary(
          counting: training.lazy.flatMap { $0.tokens.map(configuration.word) }, unit: .word,
          limit: configuration.vocabulary, minimumCount: configuration.minimumCount),
      letters: old?.letters
        ?? Vocabulary(
          counting: training.lazy.flatMap { $0.tokens.joined().map(String.init) },
          unit: .character, limit: 100, minimumCount: 2),
      known: KnownExamples(sentences.map { KnownExamples.mark(of: $0.tokens) }))
    for sentence in sentences + held { try content.check(sentence) }
    self.content = content
    self.training = training.map { content.example($0, configuration) }
    validation = held.map { content.example($0, configuration) }
    unknown = configuration.unknown
    notes = Self.notes(files, sentences, configuration, held)
  }

  private static func classes(_ sentences: [TaggedSentence]) -> [String] {
    Set(sentences.lazy.flatMap(\.tags).filter { $0 != "O" }.map { String($0.dropFirst(2)) })
      .sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
  }

  private static func notes(
    _ files: TaggedFiles, _ sentences: [TaggedSentence], _ configuration: TaggerConfiguration,
    _ held: [TaggedSentence]
  ) -> [String] {
    var notes = [files.text, files.held].compactMap { $0?.repairNote }
    let long = files.text.sentences.count { $0.tokens.count > configuration.length }
    if long > 0 {
      notes.append(
        "\(counted(long, "sentence")) longer than --length \(configuration.length), read in parts.")
    }
    func marks(_ sentences: [TaggedSentence]) -> [UInt64] {
      sentences.map { KnownExamples.mark(of: $0.tokens) }
    }
    return notes
      + KnownExamples.notes(
        marks(sentences), held: files.held.map { _ in marks(held) }, "sentence")
  }

  // MARK: Learnt from

  package var count: Int { training.count }
  package var heldCount: Int { validation.count }
  package var longest: [Int] {
    let most = training.map(\.words.count).max() ?? 1
    return training.contains { $0.letters.isEmpty } ? [most] : [most, most]
  }

  package func plan(_ configuration: TaggerConfiguration) -> [(label: String, text: String)] {
    let beginnings = training.lazy.flatMap(\.tags).reduce(into: content.tags.map { _ in 0 }) {
      $0[$1] += 1
    }
    let counts = zip(content.tags, beginnings).filter { $0.0.hasPrefix("B-") }.map {
      "\(PlainText.line(String($0.dropFirst(2)), limit: 24)) (\(grouped($1)))"
    }
    let tokens = training.reduce(0) { $0 + $1.words.count }
    return [
      (
        "Texts:",
        "\(grouped(count)) sentences with \(grouped(tokens)) tokens to learn from and "
          + "\(grouped(heldCount)) to validate with; \(grouped(content.vocabulary.count - 1)) words are known"
      ),
      (
        "Classes:",
        counts.prefix(8).joined(separator: ", ")
          + (counts.count > 8 ? " and \(counts.count - 8) more" : "")
      ),
    ]
  }

  package func batch(
    _ rows: [Int], using generator: inout SeededGenerator
  ) -> (batch: Batch, units: Int) {
    let sentences = rows.map { training[$0] }
    let words = sentences.map { sentence in
      sentence.words.map { generator.uniform() < unknown ? content.vocabulary.unknown ?? 0 : $0 }
    }
    let tags = sentences.map(\.tags)
    let batch =
      content.letterInputs(sentences).map { Batch(inputs: (words, $0), targets: (tags)) }
      ?? Batch(words, tags)
    return (batch, rows.count)
  }

  package func judge(_ network: Model, threads: Int) throws -> TaggingReport? {
    validation.isEmpty ? nil : try TaggingReport(of: network, content, validation, threads: threads)
  }
}

extension TaggerContent {
  /// - Throws: `UserError` where a sentence has a class that the model does not know.
  func check(_ sentence: TaggedSentence) throws {
    guard let index = sentence.tags.firstIndex(where: { !tags.contains($0) }) else { return }
    let known = PlainText.line(classes.prefix(10).joined(separator: ", "))
    throw UserError(
      "the sentence that begins at \(sentence.place), has the tag \(PlainText.line(sentence.tags[index])), "
        + "whose class is not one that the model knows: \(known). Leave such sentences out, or train with "
        + "some")
  }
}

extension TaggedText {
  /// What was done about tags I- that nothing precedes, for the user; nil where there are none.
  var repairNote: String? {
    firstRepair.map { place in
      "\(counted(repairs, "tag")) I- without a B- before \(repairs == 1 ? "it" : "them") read as B-, as conlleval does; the "
        + "first: \(place)."
    }
  }
}
