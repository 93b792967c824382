import Course
import Foundation
import Layers
import Text

/// What a model is for; its file says it.
package enum ModelTask: String, CaseIterable, Sendable {
  case language, classify, tag, translate, forecast

  /// What such a model is called.
  private var name: String {
    switch self {
    case .language: "language model"
    case .classify: "classifier"
    case .forecast: "forecaster"
    case .tag: "tagger"
    case .translate: "translator"
    }
  }

  /// The entry of a file's metadata by which it is known.
  var format: String { "LearnLSTM " + name }

  /// What such a model is called in a sentence.
  var noun: String { "a " + name }

  /// What trains such a model.
  var training: String {
    "swift run course train" + (self == .language ? "" : " --task \(rawValue)")
  }

  /// What such a model is used with, but for its path.
  var use: String { "swift run course " + (self == .language ? "generate" : "predict") }

  /// What its file is called unless `--model` says otherwise.
  var standardName: String { self == .language ? "model" : name }

  /// The flag that names a model, where it is not the one that is meant without it.
  func flag(_ path: String) -> String {
    path == standardModelPath(named: standardName) ? "" : " --model \(shellWord(path))"
  }
}

extension ModelTask {
  /// What the file at a path is for; nil where it is no model of the course.
  init?(of file: Safetensors) {
    guard let task = Self.allCases.first(where: { $0.format == file.metadata["format"] }) else {
      return nil
    }
    self = task
  }

  /// The file of a model of this task, which may be another's.
  ///
  /// - Throws: `ModelFileError`, which says how to train one where there is none.
  func open(_ path: String) throws -> Safetensors {
    do { return try Safetensors(contentsOf: path) } catch let error as ModelFileError {
      guard case .missing = error.cause else { throw error }
      throw ModelFileError("\(error.message) Train one: \(training)\(flag(path))")
    }
  }

  /// What is wrong with a file that is not for this task.
  func mismatch(of file: Safetensors, at path: String) -> ModelFileError {
    guard let other = ModelTask(of: file) else {
      return ModelFileError(
        "\(path) holds tensors, but not \(noun) of this course. Train one: \(training)")
    }
    return ModelFileError(
      "\(path) is \(other.noun), not \(noun). Use it with: \(other.use)\(other.flag(path))")
  }

  /// - Parameters:
  ///   - flags: of a command, for each task those that it has a use for.
  ///   - path: of a model for this task.
  /// - Throws: `UserError` where a flag was given that only other tasks use.
  func checkFlags(
    _ arguments: ParsedArguments, among flags: KeyValuePairs<ModelTask, [Flag]>, _ path: String
  ) throws {
    let own = Set(flags.filter { $0.key == self }.flatMap(\.value).map(\.name))
    let all = flags.flatMap(\.value).map(\.name)
    if let name = all.first(where: { !own.contains($0) && arguments.has($0) }) {
      throw UserError("\(path) is \(noun), which has no use for \(name); leave it out")
    }
  }
}

extension KeyValuePairs<ModelTask, [Flag]> {
  /// Each flag once.
  var all: [Flag] {
    var names: Set<String> = []
    return flatMap(\.value).filter { names.insert($0.name).inserted }
  }
}
