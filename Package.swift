// swift-tools-version: 6.2
import PackageDescription

// MARK: - Chapters

/// One chapter's module and where its two implementations stand: `solutions/<folder>` is ours,
/// `exercises/<folder>` is the reader's.
struct Chapter {
  let number: Int
  let folder: String
  let module: String
  /// Earlier chapters' modules that this one imports.
  let imports: [String]

  /// From chapter 5 on, suites judge gradients by central differences: thousands of runs of a
  /// network in plain loops, which are compiled optimised.
  var measuresGradients: Bool { number >= 5 }

  var suite: String { number < 10 ? "Chapter0\(number)Tests" : "Chapter\(number)Tests" }
}

let chapters = [
  Chapter(number: 0, folder: "00-before-you-begin", module: "WarmUp", imports: []),
  Chapter(number: 1, folder: "01-sequences-as-matrices", module: "Sequences", imports: []),
  Chapter(number: 2, folder: "02-the-vanilla-rnn", module: "VanillaRNN", imports: ["Sequences"]),
  Chapter(
    number: 3, folder: "03-vanishing-gradients", module: "VanishingGradients",
    imports: ["Sequences", "VanillaRNN"]),
  Chapter(
    number: 4, folder: "04-lstm-gates", module: "LSTMGates",
    imports: ["Sequences", "VanillaRNN", "VanishingGradients"]),
  Chapter(
    number: 5, folder: "05-backpropagation", module: "Backpropagation",
    imports: ["Sequences", "VanillaRNN", "VanishingGradients", "LSTMGates"]),
  Chapter(
    number: 6, folder: "06-gradient-checking", module: "GradientChecking",
    imports: ["Sequences", "VanillaRNN", "LSTMGates", "Backpropagation"]),
  Chapter(
    number: 7, folder: "07-learning", module: "Optimizers",
    imports: ["Sequences", "VanillaRNN", "LSTMGates", "Backpropagation", "GradientChecking"]),
  Chapter(
    number: 8, folder: "08-a-language-model", module: "LanguageModel",
    imports: [
      "Sequences", "VanillaRNN", "LSTMGates", "Backpropagation", "GradientChecking", "Optimizers",
    ]),
  Chapter(
    number: 9, folder: "09-writing", module: "Writing",
    imports: [
      "Sequences", "VanillaRNN", "LSTMGates", "Backpropagation", "GradientChecking", "Optimizers",
      "LanguageModel",
    ]),
  Chapter(
    number: 10, folder: "10-unequal-lengths", module: "UnequalLengths",
    imports: [
      "Sequences", "VanillaRNN", "LSTMGates", "Backpropagation", "GradientChecking", "Optimizers",
    ]),
  Chapter(
    number: 11, folder: "11-words-as-vectors", module: "WordVectors",
    imports: [
      "Sequences", "VanillaRNN", "LSTMGates", "Backpropagation", "GradientChecking", "Optimizers",
    ]),
  Chapter(
    number: 12, folder: "12-overfitting", module: "Regularisation",
    imports: [
      "Sequences", "VanillaRNN", "LSTMGates", "Backpropagation", "GradientChecking", "Optimizers",
    ]),
  Chapter(
    number: 13, folder: "13-cousins", module: "Cousins",
    imports: [
      "Sequences", "VanillaRNN", "LSTMGates", "Backpropagation", "GradientChecking", "Optimizers",
      "LanguageModel",
    ]),
  Chapter(
    number: 14, folder: "14-opinions", module: "Classification",
    imports: [
      "Sequences", "VanillaRNN", "LSTMGates", "Backpropagation", "GradientChecking", "Optimizers",
      "UnequalLengths", "WordVectors",
    ]),
  Chapter(
    number: 15, folder: "15-names", module: "Tagging",
    imports: [
      "Sequences", "VanillaRNN", "LSTMGates", "Backpropagation", "GradientChecking", "Optimizers",
      "LanguageModel", "UnequalLengths", "WordVectors", "Cousins",
    ]),
  Chapter(
    number: 16, folder: "16-translation", module: "Translation",
    imports: [
      "Sequences", "VanillaRNN", "LSTMGates", "Backpropagation", "GradientChecking", "Optimizers",
      "UnequalLengths",
    ]),
  Chapter(
    number: 17, folder: "17-forecasting", module: "Forecasting",
    imports: [
      "Sequences", "VanillaRNN", "LSTMGates", "Backpropagation", "GradientChecking", "Optimizers",
    ]),
]

// MARK: - Whose code

/// Reads `COURSE_YOURS`: `none` (the default), `all`, a chapter (`5`) or a range (`2-5`). The
/// chapters that it names are built from exercises/, all others from solutions/.
func isYours(_ chapter: Chapter) -> Bool {
  let choice = Context.environment["COURSE_YOURS"] ?? "none"
  if choice == "none" || choice.isEmpty { return false }
  if choice == "all" { return true }
  let bounds = choice.split(separator: "-").map { Int($0) }
  guard let first = bounds.first ?? nil, let last = bounds.last ?? nil, bounds.count <= 2 else {
    fatalError("COURSE_YOURS is \(choice); it must be none, all, a chapter (5) or a range (2-5)")
  }
  return first <= chapter.number && chapter.number <= last
}

/// `COURSE_CHECK=5` leaves only what the suite of chapter 5 needs: its module, what that imports, and
/// what is given. `COURSE_CHECK=all` leaves all suites and what they need.
let checked = Context.environment["COURSE_CHECK"] ?? ""

let isTrimmed = checked == "all" || Int(checked) != nil

let suiteChapters = chapters.filter { Int(checked) == nil || $0.number == Int(checked) }

/// Those chapters and every one that they import, be it by way of others. A chapter stands after
/// those that it imports.
let neededChapters: [Chapter] = {
  var modules = Set(suiteChapters.map(\.module))
  for chapter in chapters.reversed() where modules.contains(chapter.module) {
    modules.formUnion(chapter.imports)
  }
  return chapters.filter { modules.contains($0.module) }
}()

// MARK: - Speed

/// Compiled optimised in debug builds too, so that nobody needs `-c release` to learn. Release builds
/// are, without being told.
let optimised = SwiftSetting.unsafeFlags(["-O"], .when(configuration: .debug))

/// For loops over raw memory: no check is left in them, so whoever calls them checks. The macro asks
/// Apple's Accelerate, where it exists, for its present interface.
let unchecked = SwiftSetting.unsafeFlags(["-Ounchecked", "-Xcc", "-DACCELERATE_NEW_LAPACK"])

#if arch(x86_64)
  let kernelTargets: [Target] = [
    .target(
      name: "KernelsAVX2", dependencies: ["KernelTemplates"],
      swiftSettings: [.unsafeFlags(["-Ounchecked", "-Xcc", "-march=x86-64-v3"])]),
    .target(
      name: "KernelsAVX512", dependencies: ["KernelTemplates"],
      swiftSettings: [.unsafeFlags(["-Ounchecked", "-Xcc", "-march=x86-64-v4"])]),
  ]
  let kernelDependencies: [Target.Dependency] = ["KernelsAVX2", "KernelsAVX512"]
#else
  let kernelTargets: [Target] = []
  let kernelDependencies: [Target.Dependency] = []
#endif

// MARK: - Targets

let given: [Target] =
  kernelTargets + [
    .target(name: "KernelTemplates", swiftSettings: [unchecked]),
    .target(
      name: "Kernels", dependencies: ["KernelTemplates"] + kernelDependencies,
      swiftSettings: [unchecked]),
    .target(
      name: "LinearAlgebra", dependencies: ["Kernels", "KernelTemplates"],
      swiftSettings: [optimised]),
    .target(name: "ExerciseSupport", dependencies: ["LinearAlgebra"]),
    .target(name: "HeatStrips"),
    .target(
      name: "CourseTesting", dependencies: ["ExerciseSupport", "HeatStrips", "LinearAlgebra"]),
  ]

let chapterModules = neededChapters.map { chapter in
  Target.target(
    name: chapter.module,
    dependencies: ["ExerciseSupport", "LinearAlgebra"]
      + chapter.imports.map { .init(stringLiteral: $0) },
    path: (isYours(chapter) ? "exercises/" : "solutions/") + chapter.folder)
}

let suites = suiteChapters.map { chapter in
  Target.testTarget(
    name: chapter.suite,
    dependencies: [
      "CourseTesting", "HeatStrips", "LinearAlgebra", .init(stringLiteral: chapter.module),
    ]
      + chapter.imports.map { .init(stringLiteral: $0) },
    swiftSettings: chapter.measuresGradients ? [optimised] : [])
}

/// The reader's files as modules of their own, which nothing depends on: editors understand them
/// without a setting, and a build proves that the exercises compile as handed out.
let exerciseModules = chapters.filter { !isYours($0) }.map { chapter in
  Target.target(
    name: chapter.module + "Exercise",
    dependencies: ["ExerciseSupport", "LinearAlgebra"]
      + chapter.imports.map { .init(stringLiteral: $0) },
    path: "exercises/" + chapter.folder)
}

let chapterDependencies = chapters.map { Target.Dependency(stringLiteral: $0.module) }

let everythingElse: [Target] = [
  .target(name: "Text", swiftSettings: [optimised]),
  .target(name: "Plots"),
  .target(name: "WholeFiles"),
  .target(
    name: "Layers", dependencies: ["Kernels", "LinearAlgebra", "WholeFiles"],
    swiftSettings: [optimised]),
  .target(
    name: "Widgets", dependencies: ["ExerciseSupport", "LinearAlgebra"] + chapterDependencies),
  .target(
    name: "Course",
    dependencies: ["HeatStrips", "Text", "WholeFiles"]),
  .target(
    name: "Tasks",
    dependencies: [
      "Course", "ExerciseSupport", "Kernels", "Layers", "LinearAlgebra", "Plots", "Text",
    ]
      + chapterDependencies),
  .target(
    name: "Laboratory",
    dependencies: [
      "Course", "ExerciseSupport", "Layers", "LinearAlgebra", "Plots", "Tasks", "Text",
    ] + chapterDependencies),
  .target(name: "Grading", dependencies: ["Course"]),
  .target(
    name: "Authoring",
    dependencies: [
      "Course", "Laboratory", "Layers", "LinearAlgebra", "Plots", "Tasks", "Text", "Widgets",
    ] + chapterDependencies),
  // It names what a check stands on, so that the first build makes that, too.
  .executableTarget(name: "course", dependencies: ["Course", "ExerciseSupport", "LinearAlgebra"]),
  .executableTarget(name: "course-lab", dependencies: ["Course", "Laboratory", "Tasks"]),
  .executableTarget(
    name: "course-dev", dependencies: ["Authoring", "Course", "Grading", "Laboratory"]),
  .testTarget(
    name: "KernelsTests", dependencies: ["Kernels", "KernelTemplates", "LinearAlgebra"],
    swiftSettings: [optimised]),
  .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra"]),
  .testTarget(name: "HeatStripsTests", dependencies: ["HeatStrips"]),
  .testTarget(
    name: "CourseTestingTests", dependencies: ["CourseTesting", "ExerciseSupport", "HeatStrips"]),
  .testTarget(name: "TextTests", dependencies: ["Text"]),
  .testTarget(name: "PlotsTests", dependencies: ["Plots"]),
  .testTarget(
    name: "LayersTests",
    dependencies: ["CourseTesting", "Kernels", "Layers", "LinearAlgebra", "WholeFiles"]),
  .testTarget(name: "AddingProblemTests", dependencies: ["Laboratory"]),
  .testTarget(name: "GradingTests", dependencies: ["Course", "Grading"]),
  .testTarget(
    name: "CourseTests",
    dependencies: [
      "Authoring", "Course", "Grading", "HeatStrips", "Laboratory", "Layers", "Tasks", "Text",
    ]),
]

// MARK: - The package

let package = Package(
  name: "LearnLSTM",
  platforms: [.macOS(.v15)],
  products: isTrimmed
    ? []
    : [
      .library(name: "LinearAlgebra", targets: ["LinearAlgebra"]),
      .library(name: "Layers", targets: ["Layers"]),
      .library(name: "Plots", targets: ["Plots"]),
      .library(name: "Text", targets: ["Text"]),
      // What suites stand on, for `course check`.
      .library(name: "SuiteSupport", type: .static, targets: ["CourseTesting"]),
      .executable(name: "course", targets: ["course"]),
      .executable(name: "course-lab", targets: ["course-lab"]),
      .executable(name: "course-dev", targets: ["course-dev"]),
    ],
  targets: given + chapterModules + suites
    + (isTrimmed ? [] : exerciseModules + everythingElse),
  swiftLanguageModes: [.v6])
