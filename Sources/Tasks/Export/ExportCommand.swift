import Course
import Foundation
import Layers
import Text

extension Command {
  package static let export = Command(
    name: "export", summary: "writes a model for PyTorch, which trains it on",
    usage: "course export MODEL FOLDER [FILE…] [--skip-unknown]",
    example: "swift run course export .course/model.safetensors for-pytorch",
    flags: [.skipUnknown, .threads], positionals: 2...Int.max, run: runExport)
}

private func runExport(_ arguments: ParsedArguments) throws -> ExitStatus {
  let (path, folder) = (arguments.positionals[0], arguments.positionals[1])
  let files = Array(arguments.positionals.dropFirst(2))
  let threads = try arguments.threads()
  try checkIsFree(folder)
  let checkpoint = try Checkpoint(contentsOf: path)
  let text = try checkpoint.text(files, of: path, skippingUnknown: arguments.has("--skip-unknown"))
  let export = try PyTorchExport(checkpoint, text, threads: threads)
  do {
    try export.write(to: folder)
  } catch let error as ModelFileError {
    throw UserError("\(error.message) Name another folder.")
  }
  let terminal = arguments.terminal
  terminal.printWrapped(
    "\(folder) has the weights, the model as PyTorch has it, and a text of "
      + "\(checkpoint.configuration.counted(text.training.symbols.count)). The loss of the first "
      + "batch is \(fixed(export.firstLoss, 6)) nats here, and must be so there.")
  terminal.printWrapped(
    "Train on with: torchrun --nproc_per_node 2 \(shellWord(folder + "/train_ddp.py"))",
    hanging: 2)
  return .done
}

/// - Throws: `UserError` where something stands there already.
private func checkIsFree(_ folder: String) throws {
  var isDirectory: ObjCBool = false
  guard FileManager.default.fileExists(atPath: folder, isDirectory: &isDirectory) else { return }
  if !isDirectory.boolValue {
    throw UserError("\(folder) is a file; name a folder that is empty or not there yet")
  }
  guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
    throw UserError("\(folder) cannot be read; name a folder that is empty or not there yet")
  }
  if !names.isEmpty {
    throw UserError("\(folder) is not empty; name a folder that is empty or not there yet")
  }
}

extension Checkpoint {
  /// What is to be trained on: files, or where there are none the text that the model learnt from.
  fileprivate func text(
    _ files: [String], of path: String, skippingUnknown: Bool
  ) throws -> TrainingText {
    if files.isEmpty, corpus.files.contains(where: Corpus.isStream) {
      throw UserError(
        "\(path) learnt from a text that came through a pipe; name a text: swift run course export "
          + "\(shellWord(path)) FOLDER FILE")
    }
    let read = try TrainingSession.readCorpus(files.isEmpty ? corpus.files : files)
    // What the vocabulary lacks of the model's own text was left out from the beginning.
    return try TrainingText(
      read, vocabulary: content.vocabulary, configuration: configuration,
      skipsUnknown: skippingUnknown || files.isEmpty)
  }
}
