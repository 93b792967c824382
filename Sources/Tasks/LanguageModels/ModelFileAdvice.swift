import Course
import Layers

extension ModelFileError: AdvisedError {
  package var advice: UserError { UserError(self) }
}

extension UserError {
  /// What is wrong with a model file, and what to do about it with this program.
  package init(_ error: ModelFileError) {
    let advice: String? =
      switch error.cause {
      case .missing(let path): "Train one: swift run course train --model \(path)"
      case .unwritable: "Choose another path with --model."
      case .full: "Make room and go on with --resume."
      case .content: nil
      }
    self.init(error.message + (advice.map { " " + $0 } ?? ""))
  }
}
