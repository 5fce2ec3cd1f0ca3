// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/flow/script.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace latch::app {

/// A flow file that was read. What it names is looked for from its own folder.
struct SourceFile {
    std::string name;           ///< as it is shown
    std::filesystem::path path; ///< absolute; empty: it came from standard input
    std::string text;
    flow::Script script;
    base::Environment environment; ///< with the file's folder as working directory
};

/// Something wrong at a place of a file.
struct Blunder {
    const SourceFile* file = nullptr;
    flow::Mistake mistake;
};

/// The error for it: the place, the line of the file, and a mark under it.
base::Error error_of(const Blunder& blunder);

/// Flow files and all that they include, each read once.
class Sources {
public:
    /// Reads the files that are named; why one cannot be read stands in `unreadable`. The
    /// environment must outlive the object.
    static Sources read(std::span<const std::string> names, const base::Environment& environment);

    const std::vector<base::Error>& unreadable() const noexcept { return unreadable_; }

    /// Those that were named, in that order.
    const std::vector<const SourceFile*>& files() const noexcept { return files_; }

    /// The file that another includes; null if it could not be read, which is a blunder then.
    const SourceFile* included(const SourceFile& from, const flow::Include& include) const;

    /// What is wrong with the files as they are written, in their order; cyclic includes as well.
    const std::vector<Blunder>& blunders() const noexcept { return blunders_; }

private:
    explicit Sources(const base::Environment& environment) : environment_(&environment) {}

    base::Result<const SourceFile*> load(const std::string& name, const base::Environment& from);
    void load_includes(const SourceFile& file, const flow::Steps& steps);
    void load_include(const SourceFile& file, const flow::Include& include);

    const base::Environment* environment_;
    std::map<std::filesystem::path, std::unique_ptr<SourceFile>> loaded_;
    std::vector<const SourceFile*> files_;
    std::vector<const SourceFile*> under_way_; ///< that are being read, each within the one before
    std::vector<Blunder> blunders_;
    std::vector<base::Error> unreadable_;
};

/// The steps within a block; none for another step.
const flow::Steps& steps_within(const flow::Step& step);

} // namespace latch::app
