import Course
import Foundation

extension Command {
  package static let train = Command(
    name: "train", summary: "trains a language model on the chapters or on your files",
    usage: "course train [FILE…] [--mine] [--hidden N] [--epochs N] [--resume] …",
    example: "swift run course train my-texts.txt --hidden 256 --epochs 10",
    flags: [
      Flag("--task TASK", "language (default), or classify for labelled texts: see its own --help"),
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

extension Flag {
  static let threads = Flag("--threads N", "at work at once (default: all); the result is the same")
}

extension ParsedArguments {
  /// How many threads are to work at once.
  func threads() throws -> Int { try integer("--threads", default: processorCount, in: 1...1024) }

  /// Where the model stands: unless `--model` says otherwise, in a folder that git ignores.
  func modelPath(otherwise name: String = "model") -> String {
    string("--model") ?? standardModelPath(named: name)
  }
}

extension ParsedArguments {
  /// The model that is there: where `--model` names none and nothing was trained but the reader's own
  /// code, what that has learnt, and it says so.
  func modelToUse() -> String {
    let (path, mine) = (modelPath(), modelPath(otherwise: "mine"))
    let manager = FileManager.default
    guard !manager.fileExists(atPath: path), manager.fileExists(atPath: mine) else { return path }
    terminal.complain("With \(mine), which your own code has trained.", hanging: 2)
    return mine
  }
}

func standardModelPath(named name: String = "model") -> String {
  let file = name + ".safetensors"
  guard let folder = try? PackageFolder.containing() else { return file }
  let current = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
  return folder.root.path == current.standardizedFileURL.path
    ? ".course/" + file : folder.url(".course/" + file).path
}

/// Threads that can run at once.
package var processorCount: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }
