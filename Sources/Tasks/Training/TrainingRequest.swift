import Course
import Foundation
import Layers
import Text

/// What `course train` was asked to do, whatever the task, held against the files that are there.
package struct TrainingRequest<Content: ModelContent> {
  /// Empty for those of the model that is resumed, or for the course's own chapters.
  var files: [String]
  var flags: SettingFlags<Content.Configuration>
  /// Of the model.
  var path: String
  var resumes = false
  var replaces = false
  /// The model whose weights a new training begins with.
  var origin: String?
  /// Whether symbols are left out that the origin's vocabulary lacks.
  var skipsUnknown = false
  var threads: Int
}

extension TrainingRequest {
  private var task: ModelTask { Content.task }
  private var modelFlag: String { task.flag(path) }

  /// What the flags ask for, each checked.
  ///
  /// - Throws: one-line errors for what no request can ask.
  init(_ arguments: ParsedArguments) throws {
    self.init(
      files: arguments.positionals, flags: try SettingFlags(arguments),
      path: arguments.modelPath(otherwise: Content.task.standardName),
      resumes: arguments.has("--resume"), replaces: arguments.has("--replace"),
      origin: arguments.string("--continue"), skipsUnknown: arguments.has("--skip-unknown"),
      threads: try arguments.threads())
    if resumes && replaces {
      throw UserError("--resume goes on with a model and --replace starts over; leave one out")
    }
    if resumes && origin != nil {
      throw UserError(
        "--resume goes on with a training that was stopped and --continue begins another; leave one "
          + "out")
    }
    if skipsUnknown && origin == nil {
      throw UserError(
        "--skip-unknown goes with --continue: a new model's vocabulary is that of its text. Leave it "
          + "out")
    }
  }

  // MARK: Starting

  /// Makes sure that a model can be written, before the time is spent on what would go into it.
  func prepare() throws {
    try AtomicFile.prepare(path)
    if !resumes, let text = files.first(where: { isOneFile($0, path) }) {
      throw UserError(
        "the model would take the place of \(text), from which it learns. Name another file: --model PATH"
      )
    }
  }

  /// Makes room for a new model: what stood there is kept.
  ///
  /// - Returns: sentences to tell the user.
  func clear(for configuration: Content.Configuration) throws -> [String] {
    if !replaces { try checkReplaceable(by: configuration) }
    return try AtomicFile.keepOld(path)
  }

  /// - Throws: `UserError` where the model that stands at the path might be missed.
  private func checkReplaceable(by configuration: Content.Configuration) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    let ways =
      "Start over with --replace, which keeps it under another name, or name another "
      + "file with --model"
    guard let file = try? Safetensors(contentsOf: path) else {
      throw UserError("\(path) is there already and is not a model that can be read. \(ways)")
    }
    if let other = ModelTask(of: file), other != task {
      throw UserError("\(path) holds \(other.noun). \(ways)")
    }
    guard let old = try? ModelFile<Content>(file, at: path) else {
      throw UserError("\(path) is there already and is not a model that can be read. \(ways)")
    }
    let isSameTraining = flags.applied(to: old.configuration) == old.configuration
    let (progress, epochs) = (old.progress, old.configuration.epochs)
    if isSameTraining && progress.epoch < epochs && !progress.hasStalled(old.configuration.patience)
    {
      throw UserError(
        "\(path) holds a training that stopped in epoch \(progress.epoch + 1) of "
          + "\(epochs). Go on with --resume. \(ways)")
    }
    let difference = configuration.firstDifference(
      from: old.configuration, ignoringEpochs: flags.epochs == nil)
    if let difference {
      throw UserError(
        "\(path) holds a model of another configuration: \(difference.values). \(ways)")
    }
  }

  // MARK: Beginning with a model

  /// The model that a new training begins with, and these flags with what they leave open as it is in
  /// that model; nil where it begins with random weights.
  func beginning() throws -> (
    model: ModelFile<Content>, path: String, flags: SettingFlags<Content.Configuration>
  )? {
    guard let origin else { return nil }
    let model = try ModelFile<Content>(contentsOf: origin)
    let old = model.configuration
    if let (flag, values) = flags.applied(to: old).modelDifference(from: old) {
      throw UserError("\(origin) was made with \(values). Leave \(flag) out to go on from it")
    }
    return (model, origin, flags.shaped(as: old))
  }

  // MARK: Going on

  /// The model that a training goes on with, and what it is to become.
  func reopened() throws -> (
    model: ModelFile<Content>, files: [String], configuration: Content.Configuration
  ) {
    if let file = try? Safetensors(contentsOf: path), let other = ModelTask(of: file), other != task
    {
      throw UserError(
        "\(path) is \(other.noun). Go on with: \(other.training) --resume\(other.flag(path))")
    }
    let model = try ModelFile<Content>(contentsOf: path)
    if model.training.isEmpty && task == .language {
      throw UserError(
        "\(path) was trained by the chapters' own code, which cannot be resumed. "
          + "Train it anew: swift run course train --mine")
    }
    let old = model.configuration
    let wanted = flags.applied(to: old)
    if let (flag, values) = wanted.firstDifference(from: old, ignoringEpochs: true) {
      throw UserError("\(path) was trained with \(values). Leave \(flag) out to resume it")
    }
    if wanted.epochs < old.epochs {
      throw UserError(
        "\(path) is being trained for \(old.epochs) epochs. "
          + "--epochs can raise that, not lower it to \(wanted.epochs)")
    }
    if files.isEmpty, model.corpus.files.contains(where: Corpus.isStream) {
      throw UserError(
        "\(path) learnt from a text that came through a pipe; send it again and name it, as in: "
          + "\(task.training) - --resume\(modelFlag) < text.txt")
    }
    return (model, files.isEmpty ? model.corpus.files : files, wanted)
  }

  /// - Throws: `UserError` where a model learnt from something else than what was read now.
  func check(_ fingerprint: UInt64, of files: [String], against model: ModelFile<Content>) throws {
    let old = model.corpus
    if CorpusIdentity(files: old.files, fingerprint: fingerprint) == old { return }
    let name = files.isEmpty ? "the chapters" : files.joined(separator: ", ")
    throw UserError(
      "\(name) changed since \(path) was begun, so it cannot be resumed. "
        + "Start over with --replace, or put the text back")
  }

  // MARK: Limits

  /// - Parameter bytes: that a training takes.
  /// - Throws: `UserError` where the training would not fit into the machine's memory.
  static func checkMemory(
    _ bytes: Int, available: UInt64 = ProcessInfo.processInfo.physicalMemory
  ) throws {
    if bytes < available { return }
    let (needed, present) = (fixed(Double(bytes) / 1e9, 1), fixed(Double(available) / 1e9, 1))
    throw UserError(
      "this training needs about \(needed) GB of memory and the machine has \(present) GB; "
        + "choose a smaller --hidden, --layers, --batch or --length")
  }
}

extension AtomicFile {
  /// Makes sure that a file can be written, and nothing is left beside it.
  static func prepare(_ path: String) throws {
    try checkWritable(path)
    removeLeftovers(of: path)
  }

  /// Keeps the model that stands at a path, where there is one, and says so.
  static func keepOld(_ path: String) throws -> [String] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return ["The model that was there is\u{A0}kept:\u{A0}\(try keepCopy(of: path))"]
  }
}
