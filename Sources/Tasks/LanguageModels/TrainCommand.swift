import Course
import Foundation

extension Command {
  package static let train = Command(
    name: "train", summary: "trains a language model on the chapters or on your files",
    usage: "course train [FILE…] [--mine] [--hidden N] [--epochs N] [--resume] …",
    example: "swift run course train my-texts.txt --hidden 256 --epochs 10",
    flags: [
      Flag(
        "--task TASK",
        "language (default), classify, tag, translate or forecast; each has flags of its own: see its "
          + "--help"),
      Flag("--model PATH", "where it is saved (default .course/model.safetensors)"),
    ]
      + TrainingConfiguration.settings.map(\.flag) + [
        Flag("--resume", "goes on with a training that was stopped"),
        Flag("--continue MODEL", "begins with the weights and the vocabulary of a model"),
        .skipUnknown,
        Flag("--replace", "starts over; the model that is there is kept"), .threads,
        Flag("--json", "prints one JSON object an epoch"),
        Flag("--mine", "trains with your own code, chapters 1 to 9"),
      ]
  ) { arguments in
    _ = try arguments.choice("--task", default: "", of: ModelTask.allCases.map(\.rawValue))
    if arguments.has("--mine") { return try trainWithReadersCode(arguments) }
    let session = try TrainingSession(arguments)
    let (run, notes) = try session.begin()
    return try run.runToEnd(for: arguments, savedAt: session.path, notes: notes)
  }
}
