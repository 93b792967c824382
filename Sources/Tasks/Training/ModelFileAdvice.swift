import Course
import Layers
import Text

extension ModelFileError: AdvisedError {
  /// What is wrong with a model file, and what to do about it with this program.
  package var advice: UserError {
    switch cause {
    case .missing(let path):
      UserError("\(message) Train one: swift run course train --model \(shellWord(path))")
    case .unwritable: UserError("\(message) Choose another path with --model.")
    case .full: UserError("\(message) Make room and go on with --resume.")
    case .content: UserError(message)
    }
  }
}
