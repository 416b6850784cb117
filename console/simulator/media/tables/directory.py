"""The dial directory, which the document shows in the script of appendix A alone.

The script does not say what get_dir_info answers. Here it is `dir_info`, an array of
DirEntryInfo structures: the name follows get_vm_settings (vm_settings) and get_conf_info
(conf_info), the array the script's own words, "get_directory_list done".
"""

from ..properties import Method, filename, integer, part, several, string, structure, yes_no

ID = integer()
NEEDED_ID = integer(1, required=True)

ENTRY = structure(
    "DirEntryInfo",
    i_entry=ID,
    active=yes_no(),
    abbreviated_number=string(32),
    number_to_dial=string(32, filled=True),
    lastname=string(filled=True),
    description=string(),
    prompt=filename(),
)

METHODS = {
    "get_dir_info": Method(
        structure("GetDirInfoRequest"), structure("GetDirInfoResponse", dir_info=several(ENTRY))
    ),
    "create_dir_entry": Method(
        structure(
            "CreateDirEntryRequest",
            dir_entry_info=part(
                ENTRY.without("i_entry").demanding("number_to_dial", "lastname"), required=True
            ),
        ),
        structure("CreateDirEntryResponse", i_entry=ID),
        sound=("dir_entry_info", "prompt"),
    ),
    "update_dir_entry": Method(
        structure(
            "UpdateDirEntryRequest", dir_entry_info=part(ENTRY.demanding("i_entry"), required=True)
        ),
        structure("UpdateDirEntryResponse", i_entry=ID),
        sound=("dir_entry_info", "prompt"),
    ),
    "get_dir_entry": Method(
        structure("GetDirEntryRequest", i_entry=NEEDED_ID),
        structure("GetDirEntryResponse", dir_entry_info=part(ENTRY)),
    ),
    "del_dir_entry": Method(
        structure("DelDirEntryRequest", i_entry=NEEDED_ID),
        structure("DelDirEntryResponse", i_entry=ID),
    ),
}
