import Course
import Foundation
import Layers
import Text

extension TrainingRequest<ClassifierContent> {
  /// Decides what to do, before anything is changed.
  ///
  /// - Returns: the training, and sentences to tell the user before it starts.
  /// - Throws: one-line errors for all that is wrong with the request.
  func begin() throws -> (run: ClassifierTraining, notes: [String]) {
    if files.isEmpty && !resumes {
      throw UserError("name the files with labels and texts; usage: \(Command.classify.usage)")
    }
    try prepare()
    if resumes { return (try resumed(), []) }
    let beginning = try beginning()
    let flags = beginning?.flags ?? self.flags
    let read = try Read(files, flags.applied(to: ClassifierConfiguration()))
    let configuration = flags.fitted(toTexts: read.rows.count)
    let texts = try ClassificationTexts(
      read.rows, validation: read.held, configuration, content: beginning?.model.content)
    let kept = try clear(for: configuration)
    let run = try ClassifierTraining(
      configuration, texts, CorpusIdentity(files: files, fingerprint: read.fingerprint),
      weights: beginning?.model.best, threads: threads)
    let begun = beginning.map { "It begins with the weights of \($0.path)." }
    return (run, [begun].compactMap(\.self) + texts.notes + kept)
  }

  private func resumed() throws -> ClassifierTraining {
    let (model, files, wanted) = try reopened()
    let read = try Read(files, wanted)
    try check(read.fingerprint, of: files, against: model)
    let texts = try ClassificationTexts(
      read.rows, validation: read.held, wanted, content: model.content)
    return try ClassifierTraining(resuming: model, wanted, texts, threads: threads)
  }
}

/// The files of a training as they are.
private struct Read {
  let rows: [LabelledText]
  /// Of the file to validate with; nil where a share is held back.
  let held: [LabelledText]?

  init(_ files: [String], _ configuration: ClassifierConfiguration) throws {
    func read(_ files: [String]) throws -> [LabelledText] {
      try LabelledText.read(
        files, encoding: configuration.encoding.flatMap(TextEncoding.init),
        columns: configuration.columns)
    }
    rows = try read(files)
    held = configuration.validationShare == nil ? try read([configuration.validation]) : nil
  }

  var fingerprint: UInt64 {
    var fingerprint = Fingerprint()
    for row in rows + (held ?? []) { fingerprint.add(row.label + "\t" + row.text + "\n") }
    return fingerprint.value
  }
}

extension Command {
  package static let classify = Command(
    name: "train --task classify", summary: "trains a model that gives texts labels",
    usage: "course train --task classify FILE… [--cell CELL] [--validation FILE] …",
    example: "swift run course train --task classify reviews.csv --lower-case",
    flags: [Flag("--model PATH", "where it is saved (default .course/classifier.safetensors)")]
      + ClassifierConfiguration.settings.map(\.flag) + [
        Flag("--resume", "goes on with a training that was stopped"),
        Flag("--continue MODEL", "begins with the weights, words and labels of a model"),
        Flag("--replace", "starts over; the model that is there is kept"), .threads,
        Flag("--json", "prints one JSON object an epoch"),
      ]
  ) { arguments in
    let request = try TrainingRequest<ClassifierContent>(arguments)
    let (run, notes) = try request.begin()
    return try run.runToEnd(for: arguments, savedAt: request.path, notes: notes)
  }
}

extension Flag {
  static let encoding = Flag(
    "--encoding NAME", "of the files: latin1, windows-1252 or utf-16 (default utf-8)")
  static let labelColumn = Flag(
    "--label-column COLUMN", "of a table: its name, or its number where there is no header")
  static let textColumn = Flag("--text-column COLUMN", "the same of the text")
}

extension ParsedArguments {
  /// How the files' bytes are read; nil for UTF-8.
  func encoding() throws -> TextEncoding? {
    let names = TextEncoding.allCases.map(\.rawValue)
    return TextEncoding(rawValue: try choice("--encoding", default: "", of: names))
  }
}
