import Course
import Foundation

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
