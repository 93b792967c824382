import Course
import Tasks

/// The commands that a reader's `course` has, in the order of its help.
package enum Commands {
  package static let reader: [Command] =
    Command.loop + [
      .play, .train, .classify, .tag, .translate, .forecast, .generate, .evaluate, .predict,
      .export, .bench, .demo, .milestones, .completions,
    ]
    + demos

  /// The short stories that `course demo` tells, each a command of its own, in their order.
  package static let demos: [Command] = DemoScene.story.map(\.command)
}
