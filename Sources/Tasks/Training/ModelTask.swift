import Course
import Foundation
import Layers
import Text

/// What a model is for; its file says it.
package enum ModelTask: String, CaseIterable, Sendable {
  case language, classify

  /// The entry of a file's metadata by which it is known.
  var format: String {
    switch self {
    case .language: "LearnLSTM language model"
    case .classify: "LearnLSTM classifier"
    }
  }

  /// What such a model is called in a sentence.
  var noun: String {
    switch self {
    case .language: "a language model"
    case .classify: "a classifier"
    }
  }

  /// What trains such a model.
  var training: String {
    "swift run course train" + (self == .language ? "" : " --task \(rawValue)")
  }

  /// What such a model is used with, but for its path.
  var use: String { "swift run course " + (self == .language ? "generate" : "predict") }

  /// What its file is called unless `--model` says otherwise.
  var standardName: String { self == .language ? "model" : "classifier" }

  /// The flag that names a model, where it is not the one that is meant without it.
  func flag(_ path: String) -> String {
    path == standardModelPath(named: standardName) ? "" : " --model \(shellWord(path))"
  }
}

extension ModelTask {
  /// What the file at a path is for; nil where it is no model of the course.
  ///
  /// - Throws: `ModelFileError` for a file that is missing or cannot be read.
  init?(of file: Safetensors) {
    guard let task = Self.allCases.first(where: { $0.format == file.metadata["format"] }) else {
      return nil
    }
    self = task
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
}
