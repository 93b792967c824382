import Course
import Foundation
import Tasks

/// How a file of chapters/measurements/ begins: what measured it, on what, and when.
func measurementHead(
  _ command: String, unit: String, on machine: String = machine(), date: String = today()
) -> String {
  "command: \(command)\nprocessor: \(machine)\ndate: \(date)\nunit: \(unit)\n"
}

/// Puts lines into a file of chapters/measurements/, and says so.
///
/// - Parameters:
///   - name: the file's, without its ending.
///   - command: what measured them.
///   - unit: what the numbers are.
func keepMeasurement(
  _ lines: [String], as name: String, by command: String, unit: String, _ terminal: Terminal
) throws {
  let path = "\(Measurements.folder)/\(name).txt"
  try PackageFolder.containing().write(
    ([measurementHead(command, unit: unit)] + lines).joined(separator: "\n") + "\n", to: path)
  terminal.print("Wrote \(path).")
}

/// The processor's name and how many there are.
func machine() -> String {
  var name = "a processor"
  #if os(macOS)
    var size = 256
    var text = [CChar](repeating: 0, count: size)
    if sysctlbyname("machdep.cpu.brand_string", &text, &size, nil, 0) == 0 {
      name = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  #else
    let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    if let model = info.firstMatch(of: /model name\s*: *(.*)/) { name = String(model.1) }
    if info.contains("avx512f") { name += " with AVX-512" }
  #endif
  return "\(name), \(counted(processorCount, "processor"))"
}

func today() -> String {
  Date.now.formatted(.dateTime.day().month(.wide).year().locale(Locale(identifier: "en_GB")))
}
