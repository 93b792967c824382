import Foundation

/// Compiles one changed file of a suite that `swift build` has built and links the suite anew.
/// These two commands are all that such a change needs of what a build plans, looks up and
/// repeats; they are made from those that `swift build` wrote down.
///
/// Nothing else is compiled, so what the file declares must be as before.
package struct MutantBuild {
  package let folder: PackageFolder
  private let commands: [BuildCommand]

  /// - Parameter runner: has built the suite.
  package init(after runner: TestRunner) throws {
    folder = runner.folder
    let path = "\(runner.scratchPath)/debug.yaml"
    commands = BuildCommand.all(in: try folder.text(path) ?? "")
    if commands.isEmpty { throw UserError("\(path) holds no commands; remove its folder") }
  }

  /// Builds the suite with another text for one of its files.
  ///
  /// - Parameters:
  ///   - path: the file, from the package's root.
  ///   - place: the folder that the program and its new parts are written to.
  /// - Returns: the program, or what the compiler or the linker says.
  package func build(
    _ text: String, for path: String, in place: String
  ) throws -> Result<URL, BuildFailure> {
    let file = folder.url(path).path
    let name = URL(fileURLWithPath: path).lastPathComponent
    guard let module = commands.first(where: { $0.compiles(file) }),
      let before = module.outputs.first(where: { $0.hasSuffix("/\(name).o") })
    else { throw UserError("the build does not say how \(path) is compiled") }
    try folder.write(text, to: "\(place)/\(name)")
    let changed = folder.url("\(place)/\(name)").path
    if let failure = run(module.compiling(changed, insteadOf: file)) { return .failure(failure) }
    return try link(changed + ".o", insteadOf: before, in: place)
  }

  private func link(
    _ object: String, insteadOf before: String, in place: String
  ) throws -> Result<URL, BuildFailure> {
    guard let linking = commands.first(where: { $0.option("-o")?.contains(".xctest") == true }),
      let program = linking.option("-o"),
      let list = linking.arguments.first(where: { $0.hasSuffix(".LinkFileList") }),
      let objects = try? String(contentsOfFile: String(list.dropFirst()), encoding: .utf8),
      objects.contains(before)
    else { throw UserError("the build does not say how the suite is linked") }
    let own = "\(place)/Objects.LinkFileList"
    // The driver writes a file of its own beside the first object; two that link at once would
    // write it over each other, were it not their own.
    let line = lines(of: objects).first { $0.contains(before) } ?? ""
    let others = lines(of: objects).filter { $0 != line }
    let first = line.replacingOccurrences(of: before, with: object)
    try folder.write(([first] + others).joined(separator: "\n"), to: own)
    let output = folder.url("\(place)/\(URL(fileURLWithPath: program).lastPathComponent)")
    let command = linking.arguments.map { word in
      word == program ? output.path : word == list ? "@\(folder.url(own).path)" : word
    }
    return run(command).map { .failure($0) } ?? .success(output)
  }

  private func run(_ command: [String]) -> BuildFailure? {
    let outcome = runChild(command, in: folder.root, seconds: 300)
    return outcome.end == .exited(0)
      ? nil : BuildFailure(output: outcome.output, root: folder.root.path)
  }
}

/// A command in the description of a build: YAML, with each list written as JSON.
package struct BuildCommand: Equatable {
  package var inputs: [String] = []
  package var outputs: [String] = []
  package var arguments: [String] = []

  package static func all(in description: String) -> [BuildCommand] {
    var found: [BuildCommand] = []
    for line in lines(of: description) {
      if line.hasPrefix("  \"") { found.append(BuildCommand()) }
      guard line.hasPrefix("    "), let colon = line.firstIndex(of: ":"), !found.isEmpty,
        let list = try? JSONDecoder().decode(
          [String].self, from: Data(line[colon...].dropFirst().utf8))
      else { continue }
      switch trimmed(line[..<colon]) {
      case "inputs": found[found.count - 1].inputs = list
      case "outputs": found[found.count - 1].outputs = list
      case "args": found[found.count - 1].arguments = list
      default: break
      }
    }
    return found.filter { !$0.arguments.isEmpty }
  }

  /// Whether this is the compiler's command for the module of a file.
  package func compiles(_ file: String) -> Bool {
    arguments.contains("-emit-module") && inputs.contains(file)
  }

  /// What stands after an option.
  package func option(_ name: String) -> String? {
    guard let place = arguments.firstIndex(of: name), place + 1 < arguments.count else {
      return nil
    }
    return arguments[place + 1]
  }

  /// The command that compiles one file of the module alone, to an object file beside it, without
  /// debugging information.
  package func compiling(_ changed: String, insteadOf file: String) -> [String] {
    let others = inputs.filter { $0.hasSuffix(".swift") && $0 != file }
    return [arguments[0], "-frontend", "-c", "-primary-file", changed] + others
      + compilerOptions + ["-o", changed + ".o"]
  }

  /// The options that decide what an object file holds. The others are for the compiler's driver.
  package var compilerOptions: [String] {
    let withValue: Set = [
      "-module-name", "-I", "-F", "-target", "-sdk", "-swift-version", "-package-name",
      "-module-cache-path", "-plugin-path",
    ]
    let alone: Set = ["-Onone", "-O", "-Ounchecked", "-enable-testing", "-parse-as-library"]
    var options: [String] = []
    for (index, word) in arguments.enumerated() {
      if withValue.contains(word), index + 1 < arguments.count {
        options += [word, arguments[index + 1]]
      } else if alone.contains(word) && !options.contains(word) || word.hasPrefix("-D") {
        options.append(word)
      }
    }
    return options
  }
}
