import Course
import Tasks

/// The commands that a reader's `course` has, in the order of its help.
package enum Commands {
  package static let reader: [Command] =
    Command.loop + [.play] + models + [.demo] + demos

  /// Training a language model and writing with it.
  private static let models: [Command] = [.train, .generate, .evaluate, .bench]

  /// The short stories that `course demo` tells, each a command of its own, in their order.
  package static let demos: [Command] = DemoScene.story.map(\.command)
}
