import Course
import Foundation
import Tasks
import Text

extension Command {
  static let devGrowth = Command(
    name: "dev growth",
    summary: "measures how the cost of training grows with its sizes; takes minutes",
    usage: "course dev growth [--rounds N] [--write]",
    example: "swift run course dev growth --rounds 3 --write",
    flags: [
      Flag(name: "--rounds", placeholder: "N", help: "each figure is the median of so many; 1"),
      Flag(name: "--write", help: "writes them to GrowthData.swift, for the page"),
    ],
    positionals: 0...0
  ) { arguments in
    let terminal = arguments.terminal
    let rounds = try arguments.integer("--rounds", default: 1, in: 1...99)
    var measured: [GrowthAxis: [GrowthPoint]] = [:]
    for axis in GrowthAxis.allCases {
      measured[axis] = try axis.values.map { value in
        let results = try (0..<rounds).map { _ in
          try axis.benchmark(value).measuredAlone(quickly: true)
        }
        let point = GrowthPoint(value, results)
        terminal.print(
          "\(axis.rawValue) \(grouped(value)): \(grouped(point.tokensPerSecond)) tokens/s, "
            + "\(point.percentOfPeak) % of peak, \(grouped(point.megabytes)) MB")
        return point
      }
    }
    if arguments.has("--write") {
      let folder = try PackageFolder.containing()
      try folder.write(growthSource(measured, on: machine(), date: today()), to: growthDataPath)
      terminal.print(
        "Wrote \(growthDataPath). Now: swift run course dev figures; swift run course dev weave")
    }
    return .done
  }
}

let growthDataPath = "Sources/Authoring/GoingFast/GrowthData.swift"

/// The file of the committed figures.
func growthSource(
  _ measured: [GrowthAxis: [GrowthPoint]], on machine: String, date: String
) -> String {
  var lines = [
    "/// What `course dev growth --write` measured; chapters/going-fast.md shows it and speaks of it.",
    "/// Unless a size is the one that varies: hidden 128, one layer, batch 32, length 64, vocabulary 96,",
    "/// two threads, an embedding of 64.",
    "enum GrowthData {",
    "  static let machine = \"\(machine)\"",
    "  static let date = \"\(date)\"",
  ]
  for axis in GrowthAxis.allCases {
    lines += [
      "",
      "  // \(axis.rawValue), tokens a second, percent of peak, megabytes",
      "  static let \(axis.rawValue) = [",
    ]
    lines += (measured[axis] ?? []).map { point in
      let numbers = [
        point.value, point.tokensPerSecond, point.percentOfPeak, point.megabytes,
      ]
      return "    GrowthPoint(" + numbers.map(swiftNumber).joined(separator: ", ") + "),"
    }
    lines += ["  ]"]
  }
  return (lines + ["}", ""]).joined(separator: "\n")
}

/// A number as Swift source: 401_000.
private func swiftNumber(_ number: Int) -> String {
  number < 10_000 ? "\(number)" : grouped(number).replacing(",", with: "_")
}

/// The processor's name and how many there are.
private func machine() -> String {
  var name = "a processor"
  #if os(macOS)
    var size = 256
    var text = [CChar](repeating: 0, count: size)
    if sysctlbyname("machdep.cpu.brand_string", &text, &size, nil, 0) == 0 {
      name = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  #else
    let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    if let line = info.split(separator: "\n").first(where: { $0.hasPrefix("model name") }),
      let colon = line.firstIndex(of: ":")
    {
      name = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
    if info.contains("avx512f") { name += " with AVX-512" }
  #endif
  return "\(name), \(counted(processorCount, "processor"))"
}

private func today() -> String {
  let formatter = DateFormatter()
  formatter.locale = Locale(identifier: "en_GB")
  formatter.dateFormat = "d MMMM yyyy"
  return formatter.string(from: Date())
}
